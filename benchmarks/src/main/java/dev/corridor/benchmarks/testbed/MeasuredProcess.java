package dev.corridor.benchmarks.testbed;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServerProcess;
import dev.corridor.platform.host.ServiceJvm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Starts measured servers with the command line that {@code up --processes} uses, services and baselines alike. */
final class MeasuredProcess {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final int CONNECT_TIMEOUT_MS = 500;

    private MeasuredProcess() {}

    /**
     * Starts a server and waits until it listens.
     *
     * @param command see {@link ServiceJvm#command}
     */
    static ServerProcess start(
            ServerFolder folder, List<String> command, Map<String, String> environment, int... ports) {
        folder.claim();
        return ServerProcess.start(folder, command, environment, ServerProcess.StopSignal.TERM, STOP_TIMEOUT)
                .awaitReady(() -> Arrays.stream(ports).allMatch(MeasuredProcess::accepts), START_TIMEOUT);
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
