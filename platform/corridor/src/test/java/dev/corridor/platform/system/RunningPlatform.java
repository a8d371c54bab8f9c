package dev.corridor.platform.system;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.outbox.KafkaSettings;
import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.demo.DemoUser;
import dev.corridor.platform.demo.DemoUsers;
import dev.corridor.platform.home.Home;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.Progress;
import dev.corridor.platform.home.RunFile;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceEnvironment;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The platform that {@code up --ephemeral} starts. All system tests share one and use its public APIs only. */
final class RunningPlatform {
    private static final int FIRST_OFFSET = 3_000;
    private static final int OFFSETS = 40;
    private static final int STEP = 100;

    private static RunningPlatform shared;

    private final Platform platform;
    private final PlatformClient client;
    private final HttpCaller edge;
    private final Map<ServiceName, HttpCaller> services;
    private final Vertx vertx = Vertx.vertx();

    static synchronized RunningPlatform shared() {
        if (shared == null) {
            shared = new RunningPlatform(false);
        }
        return shared;
    }

    /** Starts one more platform, for a test that stops it. */
    static RunningPlatform start(boolean processes) {
        return new RunningPlatform(processes);
    }

    private RunningPlatform(boolean processes) {
        Path data = temporaryFolder();
        var ports = freePorts();
        platform = new Platform(new PlatformOptions(ports, data, false, processes, 1, false), new Progress(discard()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data), "stop-platform"));
        platform.start();
        client = PlatformClient.of(ports, platform.runFile());
        edge = HttpCaller.overHttp1(ports.edgeHttp());
        services = Arrays.stream(ServiceName.values())
                .collect(Collectors.toMap(name -> name, name -> HttpCaller.overHttp1(ports.http(name))));
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

    /** HTTP client of the edge, which sends requests as they are. */
    HttpCaller edge() {
        return edge;
    }

    /** HTTP client of a service's own port. */
    HttpCaller http(ServiceName service) {
        return services.get(service);
    }

    DemoUser user(String username) {
        return DemoUsers.ALL.stream()
                .filter(user -> user.username().equals(username))
                .findFirst()
                .orElseThrow();
    }

    /** A token with every scope that a user may have. */
    String tokenOf(String username) {
        return client.userToken(username, "");
    }

    /** gRPC client of a service's own port. */
    ServiceClient grpc(ServiceName service) {
        return ServiceClient.connect(vertx, service.value(), List.of(new HostPort("127.0.0.1", ports().grpc(service))));
    }

    /** Properties of a Kafka client, with the credentials of the run file. */
    Map<String, Object> kafkaProperties() {
        var login = new KafkaSettings.Credentials(
                "SASL_PLAINTEXT",
                "PLAIN",
                ServiceEnvironment.KAFKA_USER,
                runFile().secrets().kafka());
        return new KafkaSettings("127.0.0.1:" + ports().kafka(), Optional.of(login)).clientProperties();
    }

    Vertx vertx() {
        return vertx;
    }

    /** Stops the platform. Clients stay open. */
    void stop() {
        platform.close();
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
            return Files.createTempDirectory("corridor-system-test-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static PrintStream discard() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
