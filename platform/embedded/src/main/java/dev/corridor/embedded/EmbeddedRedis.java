package dev.corridor.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis server on loopback that requires a password. It holds counters, so by default it stores nothing on disk. */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration STOP_BOUND = Duration.ofSeconds(5);
    private static final String READY = "+OK\r\n+PONG";

    private final Options options;
    private final ServerProcess process;

    /**
     * Options of a server.
     *
     * @param password of letters, digits, - and _
     * @param appendOnly whether its content survives a restart
     */
    public record Options(Path folder, int port, String password, boolean appendOnly) {
        private String configuration(Path data) {
            return """
                    port %d
                    bind %s
                    requirepass %s
                    dir "%s"
                    save ""
                    appendonly %s
                    """
                    .formatted(port, Ports.LOOPBACK, password, data, appendOnly ? "yes" : "no");
        }
    }

    private EmbeddedRedis(Options options, ServerProcess process) {
        this.options = options;
        this.process = process;
    }

    public static EmbeddedRedis start(Options options) {
        var folder = new ServerFolder("Redis", options.folder());
        folder.claim();
        Ports.requireFree("Redis", options.port());
        var executable = ServerBinaries.ofThisUser().redis();
        try {
            Files.createDirectories(folder.data());
        } catch (IOException e) {
            throw new ServerFailure("Redis's data folder cannot be created: " + e.getMessage(), e);
        }
        // A file, because every user of this machine can read a command line. The folder is readable by its owner only.
        var configuration = folder.path().resolve("redis.conf");
        ServerFolder.write(configuration, options.configuration(folder.data()));
        var command = List.of(executable.toString(), configuration.toString());
        var process = ServerProcess.start(folder, command, Map.of(), ServerProcess.StopSignal.TERM, STOP_BOUND);
        return new EmbeddedRedis(options, process.awaitReady(() -> answersPing(options), StartTimeout.ofThisMachine()));
    }

    public int port() {
        return options.port();
    }

    public String url() {
        return "redis://:" + options.password() + "@" + Ports.LOOPBACK + ":" + options.port();
    }

    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    private static boolean answersPing(Options options) {
        try (var socket = Ports.connect(options.port())) {
            var commands = "AUTH " + options.password() + "\r\nPING\r\n";
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream().readNBytes(READY.length());
            return new String(answer, StandardCharsets.US_ASCII).equals(READY);
        } catch (IOException e) {
            return false;
        }
    }
}
