package dev.corridor.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** PostgreSQL 17 server on loopback, with password login (SCRAM) and its data in a folder. */
public final class EmbeddedPostgreSql implements AutoCloseable {
    private static final String NAME = "PostgreSQL";
    static final String SUPERUSER = "postgres";
    private static final String VERSION = "17";
    private static final Duration STOP_BOUND = Duration.ofSeconds(20);
    private static final Duration ORPHANS_BOUND = Duration.ofSeconds(10);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);
    private static final int STATUS_LINE = 7;

    /**
     * Turns SCRAM's key stretching off. Stretching protects passwords that people choose; these have 190 random bits or more.
     * The default of 4,096 iterations costs a JVM that has just started 50 ms for each connection.
     */
    private static final String NO_STRETCHING = "scram_iterations=1";

    private final PostgreSqlServer server;
    private final ServerProcess process;

    /**
     * Options of a server.
     *
     * @param folder the folder of its data, log and password
     * @param durable whether a commit is on disk when it is acknowledged; false is for tests and temporary data
     */
    public record Options(Path folder, int port, boolean durable) {}

    private EmbeddedPostgreSql(PostgreSqlServer server, ServerProcess process) {
        this.server = server;
        this.process = process;
    }

    public static EmbeddedPostgreSql start(Options options) {
        var folder = new ServerFolder(NAME, options.folder());
        folder.claim();
        Ports.requireFree(NAME, options.port());
        var programs = ServerBinaries.ofThisUser().postgreSql().resolve("bin");
        if (!folder.containsData("PG_VERSION", "global/pg_control", "postgresql.conf")) {
            initialize(folder, programs, options.durable());
        }
        requireVersion(folder);
        boolean wasKilled = clearForeignLock(folder);
        var orphansBound = wasKilled ? ORPHANS_BOUND : Duration.ZERO;
        var process =
                start(folder, serverCommand(programs, folder, options), System.nanoTime() + orphansBound.toNanos());
        return new EmbeddedPostgreSql(
                new PostgreSqlServer(
                        Ports.LOOPBACK,
                        options.port(),
                        SUPERUSER,
                        read(passwordFile(folder)).strip()),
                process);
    }

    public PostgreSqlServer server() {
        return server;
    }

    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    /**
     * Starts the server, again if necessary. A server that was killed leaves child processes that end a little later; until
     * then PostgreSQL refuses to start on the same data.
     */
    private static ServerProcess start(ServerFolder folder, List<String> command, long lastAttemptBefore) {
        try {
            var process = ServerProcess.start(folder, command, Map.of(), ServerProcess.StopSignal.INT, STOP_BOUND);
            return process.awaitReady(() -> saysReady(folder, process.pid()), StartTimeout.ofThisMachine());
        } catch (ServerFailure e) {
            if (System.nanoTime() > lastAttemptBefore || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            pause();
            return start(folder, command, lastAttemptBefore);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Starting " + NAME + " was interrupted.", e);
        }
    }

    private static List<String> serverCommand(Path programs, ServerFolder folder, Options options) {
        var command = new ArrayList<>(notAsRoot());
        command.addAll(List.of(
                programs.resolve("postgres").toString(), "-D", folder.data().toString()));
        var settings = new ArrayList<>(List.of(
                "port=" + options.port(),
                "listen_addresses=" + Ports.LOOPBACK,
                "unix_socket_directories=",
                "max_connections=300",
                NO_STRETCHING,
                "shared_buffers=256MB",
                "max_wal_size=2GB",
                "timezone=UTC",
                "log_timezone=UTC"));
        if (!options.durable()) {
            settings.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
        }
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    /** Creates the data folder under another name and renames it, so that an existing data folder is complete. */
    private static void initialize(ServerFolder folder, Path programs, boolean durable) {
        var incomplete = folder.path().resolve("data.new");
        ServerFolder.delete(incomplete);
        var command = new ArrayList<>(notAsRoot());
        command.addAll(List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + incomplete,
                "--username=" + SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=" + newPassword(folder),
                "--encoding=UTF8",
                "--locale=C",
                "--set=" + NO_STRETCHING));
        if (!durable) {
            command.add("--no-sync");
        }
        run(folder, command);
        try {
            Files.move(incomplete, folder.data(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ServerFailure(NAME + "'s new data folder cannot be put in place: " + e.getMessage(), e);
        }
    }

    private static void run(ServerFolder folder, List<String> command) {
        try {
            var initdb = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
                    .start();
            if (!endsInTime(initdb)) {
                throw new ServerFailure(NAME + "'s data folder was not created within "
                        + StartTimeout.ofThisMachine().toSeconds() + " s (log: " + folder.log() + ").");
            }
            if (initdb.exitValue() != 0) {
                throw new ServerFailure(NAME + "'s data folder cannot be created: "
                        + read(folder.log()).strip().replace("\n", " | "));
            }
        } catch (IOException e) {
            throw new ServerFailure(NAME + "'s data folder cannot be created: " + e.getMessage(), e);
        }
    }

    /** Waits for the program and ends it if it takes too long. An initdb that is terminated removes the files it created. */
    private static boolean endsInTime(Process program) {
        try {
            return program.waitFor(StartTimeout.ofThisMachine().toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Starting " + NAME + " was interrupted.", e);
        } finally {
            program.destroy();
            program.onExit().join();
        }
    }

    /** Returns a prefix for commands run by root: PostgreSQL refuses root, but runs in a user namespace of its own. */
    private static List<String> notAsRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        try {
            var allowed = new ProcessBuilder("unshare", "--user", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (allowed.waitFor() == 0) {
                return List.of("unshare", "--user");
            }
        } catch (IOException e) {
            throw cannotRunAsRoot(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Starting " + NAME + " was interrupted.", e);
        }
        throw cannotRunAsRoot(null);
    }

    private static ServerFailure cannotRunAsRoot(IOException cause) {
        return new ServerFailure(
                NAME + " does not run as root, and this machine does not permit user namespaces"
                        + " (unshare --user): run as another user.",
                cause);
    }

    private static Path passwordFile(ServerFolder folder) {
        return folder.path().resolve("superuser.password");
    }

    private static Path newPassword(ServerFolder folder) {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        var file = passwordFile(folder);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, HexFormat.of().formatHex(bytes));
        } catch (IOException e) {
            throw new ServerFailure(NAME + "'s password cannot be stored in " + file + ": " + e.getMessage(), e);
        }
    }

    private static void requireVersion(ServerFolder folder) {
        var version = read(folder.data().resolve("PG_VERSION")).strip();
        if (!version.equals(VERSION)) {
            throw new ServerFailure("The data in " + folder.data() + " was created by PostgreSQL " + version
                    + "; this is PostgreSQL " + VERSION + ".");
        }
        if (!Files.exists(passwordFile(folder))) {
            throw new ServerFailure(NAME + "'s data folder " + folder.path()
                    + " is incomplete (superuser.password is missing). Remove it and start again.");
        }
    }

    /**
     * Removes a lock file whose process id belongs to another program, which PostgreSQL cannot recognize after a crash. A lock
     * file whose process has ended stays: PostgreSQL checks for children of that process before it replaces the file.
     *
     * @return whether there was a lock file, which means that the previous server was killed
     */
    private static boolean clearForeignLock(ServerFolder folder) {
        var lock = folder.data().resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return false;
        }
        var pid = Long.parseLong(read(lock).lines().findFirst().orElse("0").strip());
        var holder = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (holder.isEmpty()) {
            return true;
        }
        if (holder.get().info().command().orElse("").endsWith("/postgres")) {
            throw new ServerFailure(NAME + "'s data in " + folder.data() + " is in use by process " + pid
                    + ". If no platform is running, stop it with: kill -INT " + pid);
        }
        try {
            Files.delete(lock);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether the lock file reports this process as ready. It may still be the previous process's file. */
    private static boolean saysReady(ServerFolder folder, long pid) {
        var lock = folder.data().resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return false;
        }
        var lines = read(lock).lines().toList();
        return lines.size() > STATUS_LINE
                && lines.get(0).strip().equals(Long.toString(pid))
                && lines.get(STATUS_LINE).startsWith("ready");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
