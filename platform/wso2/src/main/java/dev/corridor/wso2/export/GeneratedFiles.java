package dev.corridor.wso2.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files of one export, by their path in its folder. */
public final class GeneratedFiles {
    private final SortedMap<String, String> contents = new TreeMap<>();

    void add(String path, String content) {
        if (contents.put(path, content) != null) {
            throw new IllegalStateException("two files have the path " + path);
        }
    }

    public SortedMap<String, String> contents() {
        return Collections.unmodifiableSortedMap(contents);
    }

    /** Writes the files, and deletes every other file of the folder. */
    public void write(Path folder) {
        try {
            for (var file : contents.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            for (String path : pathsIn(folder)) {
                if (!contents.containsKey(path)) {
                    Files.delete(folder.resolve(path));
                }
            }
        } catch (IOException failed) {
            throw new ExportFailure("The folder " + folder + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    /** Tells of each file in which the folder differs from this export, with its first difference. */
    public List<String> differences(Path folder) {
        try {
            var differences = new ArrayList<String>();
            SortedSet<String> existing = pathsIn(folder);
            var all = new TreeSet<>(existing);
            all.addAll(contents.keySet());
            for (String path : all) {
                if (!contents.containsKey(path)) {
                    differences.add(path + ": is not part of the export");
                } else if (!existing.contains(path)) {
                    differences.add(path + ": is missing");
                } else {
                    String actual = new String(Files.readAllBytes(folder.resolve(path)), StandardCharsets.UTF_8);
                    if (!actual.equals(contents.get(path))) {
                        differences.add(path + ": " + firstDifference(contents.get(path), actual));
                    }
                }
            }
            return differences;
        } catch (IOException failed) {
            throw new ExportFailure("The folder " + folder + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    private static String firstDifference(String wanted, String actual) {
        String[] wantedLines = wanted.split("\n", -1);
        String[] actualLines = actual.split("\n", -1);
        int line = 0;
        while (line < wantedLines.length && line < actualLines.length && wantedLines[line].equals(actualLines[line])) {
            line++;
        }
        return "line " + (line + 1) + " is '" + lineAt(actualLines, line) + "', the export has '"
                + lineAt(wantedLines, line) + "'";
    }

    private static String lineAt(String[] lines, int index) {
        return index < lines.length ? lines[index].strip() : "";
    }

    private static SortedSet<String> pathsIn(Path folder) throws IOException {
        var paths = new TreeSet<String>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(Files::isRegularFile)
                        .forEach(file ->
                                paths.add(folder.relativize(file).toString().replace('\\', '/')));
            }
        }
        return paths;
    }
}
