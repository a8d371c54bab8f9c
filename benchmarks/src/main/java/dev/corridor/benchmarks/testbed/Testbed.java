package dev.corridor.benchmarks.testbed;

import dev.corridor.embedded.EmbeddedKafka;
import dev.corridor.embedded.EmbeddedPostgreSql;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.PostgreSqlServer;
import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServiceDatabase;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceDefinitions;
import dev.corridor.platform.host.ServiceJvm;
import dev.corridor.platform.local.PlatformOptions;
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
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Servers that a benchmark needs: PostgreSQL with durable commits, Kafka, a token issuer, and the measured servers,
 * each in its own process. They use free ports and a folder that is deleted when the benchmark ends.
 *
 * <p>A measured server has as many event loops as {@code up --processes} gives to a service. The load generator has one for
 * every two cores.
 */
public final class Testbed implements AutoCloseable {
    private static final String HOME = "CORRIDOR_HOME";
    private static final int MAX_PRINTED_LINES = 3;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<ServerFolder> measured = new ArrayList<>();
    private final Path folder = Path.of(System.getenv().getOrDefault(HOME, ".corridor"))
            .toAbsolutePath()
            .normalize()
            .resolve("bench-" + ProcessHandle.current().pid());
    private final int instances = PlatformOptions.instancesForThisMachine();
    private final int loadLoops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private final Vertx vertx = Vertx.vertx(ServiceRuntime.vertxOptions());
    private final Map<ServiceName, ServiceDatabase> databases = new EnumMap<>(ServiceName.class);
    private List<String> heap = List.of();
    private PostgreSqlServer postgresql;
    private EmbeddedKafka kafka;
    private TestIssuer issuer;

    private Testbed() {}

    public static Testbed start() {
        var testbed = new Testbed();
        Runtime.getRuntime().addShutdownHook(new Thread(testbed::close, "stop-benchmark"));
        try {
            testbed.startServers();
            return testbed;
        } catch (RuntimeException e) {
            testbed.close();
            throw e;
        }
    }

    private void startServers() {
        var durable = closeLater(EmbeddedPostgreSql.start(
                new EmbeddedPostgreSql.Options(folder.resolve("postgresql"), Ports.free(), true)));
        postgresql = durable.server();
        kafka = closeLater(EmbeddedKafka.start(EmbeddedKafka.Options.open(folder.resolve("kafka"))));
        issuer = closeLater(TestIssuer.start());
        closeLater(() -> vertx.close().await());
    }

    /** Sets the heap size of servers that are started later, services and baselines. */
    public Testbed heapMiB(int size) {
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

    /** Creates the event loops of the load generator, each for one worker. */
    public List<Context> loadLoops() {
        List<Context> loops = new ArrayList<>();
        for (int i = 0; i < loadLoops; i++) {
            var loop = new EventLoopVerticle();
            vertx.deployVerticle(loop).await();
            loops.add(loop.context());
        }
        return loops;
    }

    /** Starts a service as {@code up --processes} does, with the variables that a benchmark adds. */
    public Endpoints start(ServiceName service, Map<String, String> variables) {
        var endpoints = new Endpoints(Ports.free(), Ports.free());
        var environment = new HashMap<>(issuer.environment());
        var database = postgresql.createService(service.value());
        databases.put(service, database);
        ServiceDefinitions.definition(service).migrate(Settings.of(database.migrationEnvironment()));
        environment.putAll(database.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("HTTP_PORT", Integer.toString(endpoints.http()));
        environment.put("GRPC_PORT", Integer.toString(endpoints.grpc()));
        environment.put("INSTANCES", Integer.toString(instances));
        environment.put("ECB_URL", "");
        environment.putAll(variables);
        closeLater(MeasuredProcess.start(
                serverFolder(service.value()),
                ServiceJvm.command(service, heap),
                environment,
                endpoints.http(),
                endpoints.grpc()));
        return endpoints;
    }

    /** Chooses the ports and keys of an edge, which {@link #start(MeasuredEdge, Map)} starts when its services run. */
    public MeasuredEdge prepareEdge() {
        return MeasuredEdge.prepare(folder.resolve("edge-keys"));
    }

    public void start(MeasuredEdge edge, Map<ServiceName, Endpoints> services) {
        edge.start(this, services);
    }

    int instances() {
        return instances;
    }

    /** Starts nginx as a proxy of a service; empty if it is not installed. */
    public OptionalInt startNginx(int servicePort) {
        if (!NginxProxy.isInstalled()) {
            return OptionalInt.empty();
        }
        int port = Ports.free();
        var nginx = serverFolder("nginx");
        nginx.claim();
        var command = NginxProxy.command(nginx, instances, port, servicePort);
        closeLater(MeasuredProcess.start(nginx, command, Map.of(), port));
        return OptionalInt.of(port);
    }

    /** Returns the database of a started service. */
    public ServiceDatabase database(ServiceName service) {
        return databases.get(service);
    }

    /** Starts a baseline server with the arguments port, number of event loops and {@code extraArguments}. */
    public int start(Class<?> baseline, String... extraArguments) {
        int port = Ports.free();
        var arguments =
                new ArrayList<>(List.of(baseline.getName(), Integer.toString(port), Integer.toString(instances)));
        arguments.addAll(List.of(extraArguments));
        var command = ServiceJvm.command(heap, arguments);
        closeLater(MeasuredProcess.start(serverFolder(baseline.getSimpleName()), command, Map.of(), port));
        return port;
    }

    synchronized ServerFolder serverFolder(String name) {
        var server = new ServerFolder(name, folder.resolve(name));
        measured.add(server);
        return server;
    }

    synchronized <T extends AutoCloseable> T closeLater(T opened) {
        open.push(opened);
        return opened;
    }

    @Override
    public synchronized void close() {
        measured.forEach(Testbed::printLog);
        measured.clear();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("A server of the benchmark did not stop: " + e.getMessage());
            }
        }
        deleteFolder();
    }

    /** Prints the first warnings and errors of a server's log before it is deleted. */
    private static void printLog(ServerFolder server) {
        try (Stream<String> lines = Files.lines(server.log())) {
            lines.filter(line -> !line.isBlank() && !line.contains("\"level\":\"INFO\""))
                    .limit(MAX_PRINTED_LINES)
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
