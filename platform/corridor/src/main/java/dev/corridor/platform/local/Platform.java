package dev.corridor.platform.local;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.edge.oauth.OAuthServer;
import dev.corridor.embedded.EmbeddedKafka;
import dev.corridor.embedded.EmbeddedPostgreSql;
import dev.corridor.embedded.EmbeddedRedis;
import dev.corridor.embedded.ServiceDatabase;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.platform.demo.DemoUserSetup;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.Progress;
import dev.corridor.platform.home.RunFile;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.InProcessHost;
import dev.corridor.platform.host.ProcessHost;
import dev.corridor.platform.host.ServiceDefinitions;
import dev.corridor.platform.host.ServiceHost;
import dev.corridor.platform.host.SupervisedServer;
import dev.corridor.platform.host.Supervision;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * All of Corridor on one machine. Each part starts as soon as the parts that it needs have started:
 *
 * <pre>
 * PostgreSQL --+--> services --+--> services are ready
 * Vert.x ------+               |
 * Redis -------+--> edge ------+--> demo users exist
 * Kafka
 * </pre>
 *
 * {@link #close} stops the parts in the opposite order. The edge refuses new callers first, and ends last of the transports, so
 * that callers behind it receive what the services tell them when they stop.
 */
public final class Platform implements AutoCloseable {
    /** For requests in flight at the edge. Open streams take longer: they end when the services stop. */
    private static final Duration EDGE_HEAD_START = Duration.ofSeconds(1);

    private static final Duration EDGE_STOP_TIMEOUT = RunningEdge.KILL_AFTER.plusSeconds(1);
    private static final Duration VERTX_STOP_TIMEOUT = Duration.ofSeconds(10);

    private final PlatformOptions options;
    private final Progress progress;
    private final StartTasks tasks;
    private final PlatformSecrets secrets = PlatformSecrets.generate();
    private final Supervision supervision;

    private CompletableFuture<SupervisedServer<EmbeddedPostgreSql>> postgresql;
    private CompletableFuture<SupervisedServer<EmbeddedRedis>> redis;
    private CompletableFuture<SupervisedServer<EmbeddedKafka>> kafka;
    private CompletableFuture<ServiceRuntime> runtime;
    private CompletableFuture<ServiceHost> services;
    private CompletableFuture<RunningEdge> edge;
    private EdgeKeys keys;
    private CompletableFuture<ServiceDatabase> edgeDatabase;
    private CompletableFuture<EdgeConfig> edgeConfig;
    private boolean closed;

    public Platform(PlatformOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.tasks = new StartTasks(progress);
        this.supervision = new Supervision(progress, tasks);
    }

    /**
     * Starts everything. If a part fails, the parts that had started are stopped again.
     *
     * @throws RuntimeException with a message for the terminal
     */
    public void start() {
        ports().requireFree();
        try {
            startAll();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public PortMap ports() {
        return options.ports();
    }

    public RunFile runFile() {
        return RunFile.ofThisProcess(
                keys.trustedCertificates(),
                new RunFile.Secrets(
                        new Secret(postgresql.join().server().server().password()),
                        secrets.kafka(),
                        secrets.redis(),
                        secrets.operator(),
                        secrets.users()));
    }

    private void startAll() {
        var servers = new EmbeddedServers(options, secrets, supervision);
        postgresql = tasks.start("PostgreSQL", servers.postgresql()::start);
        kafka = tasks.start("Kafka", servers.kafka()::start);
        redis = tasks.start("Redis", servers.redis()::start);
        // The first use initialises the logging framework, and two threads must not do that at the same time.
        LoggerFactory.getLogger(Platform.class);
        runtime = CompletableFuture.supplyAsync(ServiceRuntime::start, tasks);
        keys = EdgeKeys.open(EdgeSettings.keysFolder(options), Clock.systemUTC());
        edgeDatabase = postgresql.thenApplyAsync(
                started -> started.server().server().createService(OAuthServer.SCHEMA), tasks);
        edgeConfig = edgeDatabase.thenApply(database -> EdgeSettings.from(Settings.of(edgeEnvironment())));
        services = runtime.thenCombineAsync(edgeConfig, this::startServices, tasks);
        edge = runtime.thenCombineAsync(
                CompletableFuture.allOf(redis, edgeConfig), (running, ready) -> startEdge(running), tasks);
        // A service is ready only when it has the edge's keys, so both of these need both.
        var ready = services.thenCombineAsync(edge, (host, deployment) -> awaitReady(), tasks);
        var users = services.thenCombineAsync(edge, (host, deployment) -> createDemoUsers(), tasks);
        StartTasks.join(CompletableFuture.allOf(postgresql, kafka, redis, runtime, services, edge, ready, users));
    }

    private ServiceHost startServices(ServiceRuntime running, EdgeConfig issuer) {
        var environments = new ServiceEnvironments(ports(), issuer, keys, secrets, options.instances())
                .create(postgresql.join().server().server());
        var host = options.processes() ? new ProcessHost(servicesFolder(), supervision) : new InProcessHost(running);
        try {
            return tasks.timed("services", () -> {
                StartTasks.join(CompletableFuture.allOf(environments.entrySet().stream()
                        .map(each -> migrateAndRun(host, each.getKey(), each.getValue()))
                        .toArray(CompletableFuture[]::new)));
                return host;
            });
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private CompletableFuture<?> migrateAndRun(
            ServiceHost host, ServiceName service, ServiceEnvironments.Variables variables) {
        return CompletableFuture.runAsync(
                        () -> ServiceDefinitions.definition(service).migrate(Settings.of(variables.migration())), tasks)
                .thenCompose(migrated -> host.run(service, variables.service()));
    }

    private RunningEdge startEdge(ServiceRuntime running) {
        return tasks.timed("edge", () -> {
            new EdgeService().migrate(Settings.of(edgeDatabase.join().migrationEnvironment()));
            return options.processes()
                    ? RunningEdge.asProcess(servicesFolder(), edgeEnvironment(), supervision)
                    : RunningEdge.within(running, edgeEnvironment());
        });
    }

    private Map<String, String> edgeEnvironment() {
        return EdgeSettings.environment(options, secrets, edgeDatabase.join(), System.getenv());
    }

    private Path servicesFolder() {
        return options.data().resolve("services");
    }

    private Void awaitReady() {
        StartTasks.await(ServiceReadiness.ofAllServices(runtime.join().vertx(), ports(), progress));
        return null;
    }

    private Void createDemoUsers() {
        tasks.timed(
                "users",
                () -> StartTasks.await(DemoUserSetup.run(
                        runtime.join().vertx(), ports(), edgeConfig.join(), keys, secrets.operator())));
        return null;
    }

    /**
     * Stops each part, the last one started first. A part that fails to stop does not keep the others running. A part that
     * is still starting is interrupted.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        tasks.close();
        var edgeStops = beginToStopEdge();
        stop("The services", services, ServiceHost::close);
        stop("The edge", edge, started -> await(edgeStops, EDGE_STOP_TIMEOUT));
        stop("Vert.x", runtime, running -> StartTasks.await(running.stop(), VERTX_STOP_TIMEOUT));
        stop("Kafka", kafka, SupervisedServer::close);
        stop("Redis", redis, SupervisedServer::close);
        stop("PostgreSQL", postgresql, SupervisedServer::close);
    }

    private CompletableFuture<?> beginToStopEdge() {
        if (edge == null) {
            return CompletableFuture.completedFuture(null);
        }
        var stops = edge.thenCompose(RunningEdge::stop);
        try {
            await(stops, EDGE_HEAD_START);
        } catch (Exception notStoppedYet) {
            // It has open streams, or it has failed: the second wait reports that.
        }
        return stops;
    }

    private static void await(CompletableFuture<?> future, Duration timeout) throws Exception {
        future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private interface Stop<T> {
        void stop(T started) throws Exception;
    }

    private <T> void stop(String name, CompletableFuture<T> starting, Stop<T> stop) {
        if (starting == null) {
            return;
        }
        try {
            var started = starting.handle((result, startFailure) -> result).join();
            if (started != null) {
                stop.stop(started);
            }
        } catch (Exception e) {
            progress.say(name + " failed to stop: " + e);
        }
    }
}
