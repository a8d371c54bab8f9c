package dev.corridor.platform.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Folder of a platform's data, log, lock and run file: {@code .corridor}, or {@code .corridor/offset-N} for a platform with a
 * port offset. The other commands find a running platform by it.
 */
public record Home(Path path) {
    private static final String VARIABLE = "CORRIDOR_HOME";

    public static Home of(Map<String, String> environment, PortMap ports) {
        var root = Path.of(environment.getOrDefault(VARIABLE, ".corridor"))
                .toAbsolutePath()
                .normalize();
        return new Home(ports.offset() == 0 ? root : root.resolve("offset-" + ports.offset()));
    }

    public Path runFile() {
        return path.resolve("run.json");
    }

    public Path lockFile() {
        return path.resolve("lock");
    }

    public Path log() {
        return path.resolve("corridor.log");
    }

    public boolean exists() {
        return Files.exists(path);
    }

    public Home create() {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return this;
        } catch (IOException e) {
            throw new CommandFailure("The folder " + path + " cannot be created: " + e.getMessage(), e);
        }
    }

    /** Deletes the folder and everything in it. */
    public void delete() {
        deleteTree(path);
    }

    public static void deleteTree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
