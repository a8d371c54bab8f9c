package dev.corridor.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis server on loopback. It holds counters and caches, so by default it stores nothing on disk. */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration START_BOUND = Duration.ofSeconds(20);
    private static final Duration STOP_BOUND = Duration.ofSeconds(5);

    private final int port;
    private final ServerProcess process;

    /**
     * Options of a server.
     *
     * @param appendOnly whether its content survives a restart
     */
    public record Options(Path folder, int port, boolean appendOnly) {}

    private EmbeddedRedis(int port, ServerProcess process) {
        this.port = port;
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
        var command = List.of(
                executable.toString(),
                "--port",
                Integer.toString(options.port()),
                "--bind",
                Ports.LOOPBACK,
                "--dir",
                folder.data().toString(),
                "--save",
                "",
                "--appendonly",
                options.appendOnly() ? "yes" : "no");
        var process = ServerProcess.start(folder, command, Map.of(), ServerProcess.StopSignal.TERM, STOP_BOUND);
        return new EmbeddedRedis(options.port(), process.awaitReady(() -> answersPing(options.port()), START_BOUND));
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://" + Ports.LOOPBACK + ":" + port;
    }

    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    private static boolean answersPing(int port) {
        try (var socket = Ports.connect(port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream().readNBytes("+PONG".length());
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }
}
