package dev.corridor.benchmarks.scene;

import dev.corridor.embedded.EmbeddedKafka;
import dev.corridor.embedded.EmbeddedPostgreSql;
import dev.corridor.embedded.EmbeddedRedis;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.PostgreSqlServer;
import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServiceDatabase;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.platform.Corridor;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a benchmark runs against: PostgreSQL with every commit on disk, Redis and Kafka, a token issuer, and measured
 * servers, each in a process of its own. All on free ports and in a folder of its own, and gone when the benchmark ends.
 *
 * <p>Half of the machine's cores get an event loop of the measured server, the other half one of the load's.
 */
public final class Scene implements AutoCloseable {
    private static final String HOME = "CORRIDOR_HOME";
    private static final int MOST_LINES_QUOTED = 3;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<ServerFolder> measured = new ArrayList<>();
    private final Path folder = Path.of(System.getenv().getOrDefault(HOME, ".corridor"))
            .toAbsolutePath()
            .normalize()
            .resolve("bench-" + ProcessHandle.current().pid());
    private final int eventLoops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private final Vertx vertx = Vertx.vertx(ServiceRuntime.vertxOptions());
    private final Map<ServiceName, ServiceDatabase> databases = new EnumMap<>(ServiceName.class);
    private List<String> heap = List.of();
    private PostgreSqlServer postgresql;
    private EmbeddedRedis redis;
    private EmbeddedKafka kafka;
    private TestIssuer issuer;

    private Scene() {}

    public static Scene set() {
        var scene = new Scene();
        Runtime.getRuntime().addShutdownHook(new Thread(scene::close, "stop-benchmark"));
        try {
            scene.startServers();
            return scene;
        } catch (RuntimeException e) {
            scene.close();
            throw e;
        }
    }

    private void startServers() {
        var durable = keep(EmbeddedPostgreSql.start(
                new EmbeddedPostgreSql.Options(folder.resolve("postgresql"), Ports.free(), true)));
        postgresql = durable.server();
        redis = keep(EmbeddedRedis.start(new EmbeddedRedis.Options(folder.resolve("redis"), Ports.free(), false)));
        kafka = keep(EmbeddedKafka.start(
                new EmbeddedKafka.Options(folder.resolve("kafka"), Ports.free(), Ports.free(), List.of())));
        issuer = keep(TestIssuer.start());
        keep(() -> vertx.close().await());
    }

    /** Gives the measured servers that are started from now on, ours and the baselines, a heap of that size. */
    public Scene heapMiB(int size) {
        heap = List.of("-Xmx" + size + "m", "-Xmn" + size / 2 + "m");
        return this;
    }

    public Vertx vertx() {
        return vertx;
    }

    public PostgreSqlServer postgresql() {
        return postgresql;
    }

    public TestIssuer issuer() {
        return issuer;
    }

    /** Event loops for the load, each to be used by one {@link dev.corridor.benchmarks.measure.ClosedLoop.Lane}. */
    public List<Context> loadLoops() {
        List<Context> loops = new ArrayList<>();
        for (int i = 0; i < eventLoops; i++) {
            var loop = new EventLoop();
            vertx.deployVerticle(loop).await();
            loops.add(loop.context());
        }
        return loops;
    }

    /** One of the services, by the program that an image runs. */
    public Endpoints start(ServiceName service, Map<String, String> more) {
        var doors = new Endpoints(Ports.free(), Ports.free());
        var environment = new HashMap<>(issuer.environment());
        var database = postgresql.createService(service.value());
        databases.put(service, database);
        environment.putAll(database.environment());
        environment.put("REDIS_URL", redis.url());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("HTTP_PORT", Integer.toString(doors.http()));
        environment.put("GRPC_PORT", Integer.toString(doors.grpc()));
        environment.put("INSTANCES", Integer.toString(eventLoops));
        environment.put("CORRIDOR_LOG_LEVEL", "WARN");
        environment.put("ECB_URL", "");
        environment.putAll(more);
        var arguments = List.of(Corridor.class.getName(), "service", service.value());
        keep(MeasuredProcess.start(
                serverFolder(service.value()), heap, arguments, environment, doors.http(), doors.grpc()));
        return doors;
    }

    /** Of a service that was started. */
    public ServiceDatabase database(ServiceName service) {
        return databases.get(service);
    }

    /** A baseline's server; its main method is told the port and the number of event loops, then {@code more}. */
    public int start(Class<?> baseline, String... more) {
        int port = Ports.free();
        var arguments =
                new ArrayList<>(List.of(baseline.getName(), Integer.toString(port), Integer.toString(eventLoops)));
        arguments.addAll(List.of(more));
        keep(MeasuredProcess.start(serverFolder(baseline.getSimpleName()), heap, arguments, Map.of(), port));
        return port;
    }

    private synchronized ServerFolder serverFolder(String name) {
        var server = new ServerFolder(name, folder.resolve(name));
        measured.add(server);
        return server;
    }

    private synchronized <T extends AutoCloseable> T keep(T opened) {
        open.push(opened);
        return opened;
    }

    @Override
    public synchronized void close() {
        measured.forEach(Scene::quoteLog);
        measured.clear();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("Something the benchmark started did not stop: " + e.getMessage());
            }
        }
        deleteFolder();
    }

    /** A measured server logs warnings and errors only: what it had to say is quoted before it is deleted. */
    private static void quoteLog(ServerFolder server) {
        try (Stream<String> lines = Files.lines(server.log())) {
            lines.filter(line -> !line.isBlank())
                    .limit(MOST_LINES_QUOTED)
                    .forEach(line -> System.err.println(server.server() + " logged: " + line));
        } catch (IOException | UncheckedIOException e) {
            System.err.println("The log of " + server.server() + " cannot be read: " + e.getMessage());
        }
    }

    private void deleteFolder() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("The benchmark's folder " + folder + " was not deleted: " + e.getMessage());
        }
    }
}
