package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A service in a process of its own, as an image runs it; it can be killed and started again on the same ports. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START_BOUND = Duration.ofSeconds(120);
    private static final Duration STOP_BOUND = Duration.ofSeconds(30);
    private static final int CONNECT_TIMEOUT_MS = 500;
    /** It is over before it would be compiled well. */
    private static final List<String> SOON_COMPILED =
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final String service;
    private final ServerFolder folder;
    private final int httpPort = Ports.free();
    private final int grpcPort = Ports.free();
    private final List<String> jvmOptions;
    private final Map<String, String> environment;
    private ServerProcess process;

    private ServiceProcess(String service, Path folder, List<String> jvmOptions, Map<String, String> shared) {
        this.service = service;
        this.folder = new ServerFolder(service, folder);
        this.jvmOptions = jvmOptions;
        this.environment = new HashMap<>(shared);
        environment.put("HTTP_PORT", Integer.toString(httpPort));
        environment.put("GRPC_PORT", Integer.toString(grpcPort));
        environment.put("CORRIDOR_LOG_LEVEL", "WARN");
    }

    /** @param shared the environment, but for its ports */
    static ServiceProcess start(String service, Path folder, Map<String, String> shared) {
        return start(service, folder, SOON_COMPILED, shared);
    }

    static ServiceProcess start(String service, Path folder, List<String> jvmOptions, Map<String, String> shared) {
        var process = new ServiceProcess(service, folder, jvmOptions, shared);
        process.start();
        return process;
    }

    /** All that it has written since it was started. */
    String log() {
        try {
            return Files.readString(folder.log());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    int httpPort() {
        return httpPort;
    }

    int grpcPort() {
        return grpcPort;
    }

    /** As {@code kill -9} does: it has no chance to end anything. */
    void kill() {
        process.kill();
    }

    void start() {
        folder.claim();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), "dev.corridor.platform.Corridor", "service", service));
        process = ServerProcess.start(folder, command, environment, ServerProcess.StopSignal.TERM, STOP_BOUND)
                .awaitReady(this::accepts, START_BOUND);
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, grpcPort), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
