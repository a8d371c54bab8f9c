package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServerProcess;
import dev.corridor.kit.config.Settings;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceDefinitions;
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

/** A service in a process of its own, as in its image. It can be killed and started again on the same ports. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final int CONNECT_TIMEOUT_MS = 500;
    /** Without the optimising compiler, which does not pay off in a short test. */
    private static final List<String> TEST_JVM_OPTIONS =
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

    /** @param shared the environment without the ports */
    static ServiceProcess start(String service, Path folder, Map<String, String> shared) {
        return start(service, folder, TEST_JVM_OPTIONS, shared);
    }

    static ServiceProcess start(String service, Path folder, List<String> jvmOptions, Map<String, String> shared) {
        var process = new ServiceProcess(service, folder, jvmOptions, shared);
        process.migrate();
        process.start();
        return process;
    }

    /** The output of the process since its last start. */
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

    /** Ends the process with SIGKILL. */
    void kill() {
        process.kill();
    }

    /** Migrates the database, and takes the owner's password from the environment of the service. */
    private void migrate() {
        if (environment.containsKey("DATABASE_OWNER_USER")) {
            ServiceDefinitions.definition(ServiceName.of(service).orElseThrow()).migrate(Settings.of(environment));
            environment.remove("DATABASE_OWNER_USER");
            environment.remove("DATABASE_OWNER_PASSWORD");
        }
    }

    void start() {
        folder.claim();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), "dev.corridor.platform.Corridor", "service", service));
        process = ServerProcess.start(folder, command, environment, ServerProcess.StopSignal.TERM, STOP_TIMEOUT)
                .awaitReady(this::accepts, START_TIMEOUT);
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, grpcPort), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException notListening) {
            return false;
        }
    }
}
