package dev.corridor.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Folder of one server: its data, its log, and the id of the process that uses them. */
public record ServerFolder(String server, Path path) {
    private static final long BYTES_PER_MIB = 1024 * 1024;
    private static final long MIN_FREE_BYTES = 32 * BYTES_PER_MIB;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    public Path data() {
        return path.resolve("data");
    }

    public Path log() {
        return path.resolve("server.log");
    }

    LogFile logFile() {
        return LogFile.of(log());
    }

    /** The reason why a server cannot write to this folder, if its disk is full. */
    Optional<String> diskShortage() {
        return diskShortage(MIN_FREE_BYTES);
    }

    Optional<String> diskShortage(long minFreeBytes) {
        try {
            long free = Files.getFileStore(path).getUsableSpace();
            return free >= minFreeBytes
                    ? Optional.empty()
                    : Optional.of("the disk of " + path + " is full (" + free / BYTES_PER_MIB + " MiB are free)");
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    Path processFile() {
        return path.resolve("process");
    }

    /** Creates the folder if necessary, and keeps the log of the last run. Fails when another process uses the folder. */
    public void claim() {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var owner = recordedProcess().filter(ProcessHandle::isAlive);
            if (owner.isPresent() && !endsSoon(owner.get())) {
                throw new ServerFailure(server + "'s data in " + path + " is in use by process "
                        + owner.get().pid() + ". If no platform is running, stop it with: kill "
                        + owner.get().pid());
            }
            logFile().rotate();
        } catch (IOException e) {
            throw new ServerFailure("The folder " + path + " for " + server + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Waits for a process that is stopping because the platform that started it was killed. */
    private static boolean endsSoon(ProcessHandle owner) {
        try {
            owner.onExit().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
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
                        + " is missing). Remove it and start again.");
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
