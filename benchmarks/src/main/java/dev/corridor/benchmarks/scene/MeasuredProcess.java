package dev.corridor.benchmarks.scene;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServerProcess;
import dev.corridor.platform.host.ServiceJvm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Starts the JVM of a measured server. Ours and the baselines get the same one: the one that {@code up --processes} uses. */
final class MeasuredProcess {
    private static final Duration START_BOUND = Duration.ofSeconds(60);
    private static final Duration STOP_BOUND = Duration.ofSeconds(10);
    private static final int CONNECT_TIMEOUT_MS = 500;

    private MeasuredProcess() {}

    /**
     * Waits until it listens.
     *
     * @param heap options that come after the usual ones
     * @param arguments the main class, then its own
     */
    static ServerProcess start(
            ServerFolder folder,
            List<String> heap,
            List<String> arguments,
            Map<String, String> environment,
            int... ports) {
        folder.claim();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ServiceJvm.OPTIONS);
        command.addAll(heap);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return ServerProcess.start(folder, command, environment, ServerProcess.StopSignal.TERM, STOP_BOUND)
                .awaitReady(() -> Arrays.stream(ports).allMatch(MeasuredProcess::accepts), START_BOUND);
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
