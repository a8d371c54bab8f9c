package dev.corridor.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Folder of one server: its data, its log, and the id of the process that uses them. */
public record ServerFolder(String server, Path path) {
    public Path data() {
        return path.resolve("data");
    }

    public Path log() {
        return path.resolve("server.log");
    }

    /** Renames the log of the process that ended, so that the next process starts a new one. Returns its new name. */
    public Path archiveLog() {
        try {
            return Files.move(log(), path.resolve("server.log.before"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ServerFailure(server + "'s log " + log() + " cannot be renamed: " + e.getMessage(), e);
        }
    }

    Path processFile() {
        return path.resolve("process");
    }

    /** Creates the folder if necessary. Fails when another process uses it. */
    public void claim() {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var owner = recordedProcess().filter(ProcessHandle::isAlive);
            if (owner.isPresent()) {
                throw new ServerFailure(server + "'s data in " + path + " is in use by process "
                        + owner.get().pid() + ". If no platform is running, stop it with: kill "
                        + owner.get().pid());
            }
        } catch (IOException e) {
            throw new ServerFailure(
                    "The folder " + path + " for " + server + " cannot be created: " + e.getMessage(), e);
        }
    }

    /**
     * Returns whether the folder contains data. Fails when the data is incomplete.
     *
     * @param marks files that complete data contains
     */
    boolean containsData(String... marks) {
        if (!Files.exists(data()) || isEmpty(data())) {
            return false;
        }
        for (var mark : marks) {
            if (!Files.exists(data().resolve(mark))) {
                throw new ServerFailure(server + "'s data folder " + data() + " is incomplete (" + mark
                        + " is missing). Remove it, or run ./corridor reset, and start again.");
            }
        }
        return true;
    }

    void record(ProcessHandle process) {
        write(processFile(), process.pid() + " " + startedAt(process) + "\n");
    }

    void release() {
        try {
            Files.deleteIfExists(processFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the recorded process. Its start time tells it from a later process with the same id. */
    private Optional<ProcessHandle> recordedProcess() throws IOException {
        if (!Files.exists(processFile())) {
            return Optional.empty();
        }
        var fields = Files.readString(processFile()).strip().split(" ");
        if (fields.length != 2) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(fields[0]))
                .filter(process -> startedAt(process) == Long.parseLong(fields[1]));
    }

    private static long startedAt(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(instant -> instant.toEpochMilli())
                .orElse(0L);
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder and its content, if it exists. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
