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

/** What one server keeps on disk: its data, its log, and which process is using them. */
public record ServerFolder(String server, Path path) {
    public Path data() {
        return path.resolve("data");
    }

    public Path log() {
        return path.resolve("server.log");
    }

    /** Where the log of the process before this one is now: the next process begins a new one. */
    public Path setLogAside() {
        try {
            return Files.move(log(), path.resolve("server.log.before"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ServerFailure(server + "'s log " + log() + " cannot be set aside: " + e.getMessage(), e);
        }
    }

    Path processFile() {
        return path.resolve("process");
    }

    /** Makes the folder if need be; fails when another process is using it. */
    public void claim() {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var user = recordedProcess().filter(ProcessHandle::isAlive);
            if (user.isPresent()) {
                throw new ServerFailure(server + "'s data in " + path + " is in use by process "
                        + user.get().pid() + ". If no platform is running, stop it with: kill "
                        + user.get().pid());
            }
        } catch (IOException e) {
            throw new ServerFailure("The folder " + path + " for " + server + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** True when there is data here, false when there is none; fails when what is here is not whole. */
    boolean holdsWhole(String... marks) {
        if (!Files.exists(data()) || isEmpty(data())) {
            return false;
        }
        for (var mark : marks) {
            if (!Files.exists(data().resolve(mark))) {
                throw new ServerFailure(server + "'s data folder " + data() + " is half-made (" + mark
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

    /** The process that was recorded last, if it is that one and not another that got its number since. */
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

    /** Deletes a folder and all in it; a folder that is not there is deleted already. */
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
