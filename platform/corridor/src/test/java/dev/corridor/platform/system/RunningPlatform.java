package dev.corridor.platform.system;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.demo.DemoUser;
import dev.corridor.platform.demo.DemoUsers;
import dev.corridor.platform.home.Home;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.Progress;
import dev.corridor.platform.home.RunFile;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.local.Platform;
import dev.corridor.platform.local.PlatformOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A whole platform as {@code up --ephemeral} starts it, once for all system tests, which see only its public doors. */
final class RunningPlatform {
    private static final int FIRST_OFFSET = 3_000;
    private static final int OFFSETS = 40;
    private static final int STEP = 100;

    private static RunningPlatform shared;

    private final Platform platform;
    private final PlatformClient client;
    private final Vertx vertx = Vertx.vertx();

    static synchronized RunningPlatform shared() {
        if (shared == null) {
            shared = new RunningPlatform();
        }
        return shared;
    }

    private RunningPlatform() {
        Path data = temporaryFolder();
        var ports = freePorts();
        platform = new Platform(new PlatformOptions(ports, data, false, false, 1, false), new Progress(silence()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data), "stop-platform"));
        platform.start();
        client = PlatformClient.of(ports, platform.runFile());
    }

    PortMap ports() {
        return platform.ports();
    }

    RunFile runFile() {
        return platform.runFile();
    }

    PlatformClient client() {
        return client;
    }

    PlatformHttp doors() {
        return new PlatformHttp(ports());
    }

    DemoUser person(String username) {
        return DemoUsers.ALL.stream()
                .filter(person -> person.username().equals(username))
                .findFirst()
                .orElseThrow();
    }

    /** A token with every scope a customer may have. */
    String tokenOf(String username) {
        return client.userToken(username, "");
    }

    /** As a partner's gRPC client, directly at the service. */
    ServiceClient grpc(ServiceName service) {
        return ServiceClient.connect(vertx, service.value(), List.of(new HostPort("127.0.0.1", ports().grpc(service))));
    }

    Vertx vertx() {
        return vertx;
    }

    private void stop(Path data) {
        platform.close();
        vertx.close();
        Home.deleteTree(data);
    }

    private static PortMap freePorts() {
        return IntStream.range(0, OFFSETS)
                .mapToObj(i -> new PortMap(FIRST_OFFSET + i * STEP))
                .filter(PortMap::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("corridor-system-test");
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
    }

    private static PrintStream silence() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
