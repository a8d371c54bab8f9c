package dev.corridor.platform.local;

import dev.corridor.edge.ApiConfig;
import dev.corridor.edge.EdgeConfig;
import dev.corridor.edge.EdgeKeys;
import dev.corridor.edge.EdgeVerticle;
import dev.corridor.edge.OAuthClient;
import dev.corridor.embedded.EmbeddedKafka;
import dev.corridor.embedded.EmbeddedPostgreSql;
import dev.corridor.embedded.EmbeddedRedis;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServerProcess;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.platform.demo.DemoUserSetup;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.Progress;
import dev.corridor.platform.home.RunFile;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ClassArchive;
import dev.corridor.platform.host.InProcessHost;
import dev.corridor.platform.host.ProcessHost;
import dev.corridor.platform.host.ServiceEnvironment;
import dev.corridor.platform.host.ServiceHost;
import dev.corridor.platform.host.SupervisedServer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * The whole of Corridor on one machine: PostgreSQL, Redis, Kafka, the services, the edge, and the demo people. Everything
 * starts as soon as what it needs is there; everything stops in the opposite order.
 */
public final class Platform implements AutoCloseable {
    private static final Duration VERTX_STOP_BOUND = Duration.ofSeconds(10);
    private static final Duration EDGE_STOP_BOUND = Duration.ofSeconds(6);

    private final PlatformOptions options;
    private final Progress progress;
    private final PortMap ports;
    private final PlatformSecrets secrets = PlatformSecrets.fresh();
    private final ExecutorService starters = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "start");
        thread.setDaemon(true);
        return thread;
    });

    private final CompletableFuture<Void> breakdown = new CompletableFuture<>();
    private CompletableFuture<SupervisedServer<EmbeddedPostgreSql>> postgresql;
    private CompletableFuture<SupervisedServer<EmbeddedRedis>> redis;
    private CompletableFuture<SupervisedServer<EmbeddedKafka>> kafka;
    private CompletableFuture<ServiceRuntime> runtime;
    private CompletableFuture<ServiceHost> services;
    private CompletableFuture<String> edge;
    private EdgeKeys keys;
    private EdgeConfig edgeConfig;

    private boolean closed;

    public Platform(PlatformOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.ports = options.ports();
    }

    /** @throws RuntimeException with a sentence for people, everything that had started being stopped again */
    public void start() {
        ports.requireFree();
        try {
            startAll();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Waits for as long as the platform can run. @throws CommandFailure when a part of it ended and stays away */
    public void awaitBreakdown() {
        join(breakdown);
    }

    public PortMap ports() {
        return ports;
    }

    public RunFile runFile() {
        return RunFile.ofThisProcess(
                keys.trustedCertificates(),
                new Secret(postgresql.join().server().server().password()),
                secrets.operator(),
                secrets.users());
    }

    private void startAll() {
        postgresql = keep("PostgreSQL", this::startPostgreSql, EmbeddedPostgreSql::process);
        kafka = keep("Kafka", this::startKafka, EmbeddedKafka::process);
        redis = keep("Redis", this::startRedis, EmbeddedRedis::process);
        // Logging is set up by its first use, which must be one alone.
        LoggerFactory.getLogger(Platform.class);
        runtime = CompletableFuture.supplyAsync(ServiceRuntime::start, starters);
        keys = EdgeKeys.open(options.data().resolve("edge"), Clock.systemUTC());
        edgeConfig = edgeConfig();
        services = runtime.thenCombineAsync(postgresql, this::startServices, starters);
        edge = runtime.thenCombineAsync(redis, this::startEdge, starters);
        var ready = services.thenCombineAsync(edge, this::awaitReady, starters);
        var users = services.thenCombineAsync(edge, this::createDemoUsers, starters);
        join(CompletableFuture.allOf(postgresql, kafka, redis, runtime, services, edge, ready, users));
    }

    private <S> CompletableFuture<SupervisedServer<S>> keep(
            String name, Supplier<S> starter, Function<S, ServerProcess> process) {
        var server =
                new SupervisedServer<>(name, starter, process, progress, starters, breakdown::completeExceptionally);
        return async(name, server::start);
    }

    private EmbeddedPostgreSql startPostgreSql() {
        return EmbeddedPostgreSql.start(new EmbeddedPostgreSql.Options(
                options.data().resolve("postgresql"), ports.postgresql(), options.durable()));
    }

    private EmbeddedRedis startRedis() {
        return EmbeddedRedis.start(new EmbeddedRedis.Options(options.data().resolve("redis"), ports.redis(), false));
    }

    private EmbeddedKafka startKafka() {
        var archive = ClassArchive.ofKafka();
        return EmbeddedKafka.start(new EmbeddedKafka.Options(
                options.data().resolve("kafka"),
                ports.kafka(),
                ports.kafkaController(),
                options.archivesClasses() ? archive.recordingJvmOptions() : archive.jvmOptions()));
    }

    private ServiceHost startServices(ServiceRuntime running, SupervisedServer<EmbeddedPostgreSql> databases) {
        var host = options.processes()
                ? new ProcessHost(
                        options.data().resolve("services"), progress, starters, breakdown::completeExceptionally)
                : new InProcessHost(running);
        try {
            var begun = System.nanoTime();
            var environments = environments(databases.server());
            var doors = environments.entrySet().stream()
                    .map(service ->
                            host.run(service.getKey(), service.getValue()).toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
            join(CompletableFuture.allOf(doors));
            progress.done("services", Duration.ofNanos(System.nanoTime() - begun));
            return host;
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private Map<ServiceName, Map<String, String>> environments(EmbeddedPostgreSql databases) {
        var issuer = new ServiceEnvironment.Issuer(
                edgeConfig.jwksUrl(), edgeConfig.tokenUrl(), edgeConfig.tokenUrl(), keys.trustedCertificates());
        var environment = new ServiceEnvironment(ports, issuer, options.instances(), System.getenv());
        var made = databases
                .server()
                .createServices(Arrays.stream(ServiceName.values())
                        .filter(ServiceName::hasDatabase)
                        .map(ServiceName::value)
                        .toList());
        var environments = new EnumMap<ServiceName, Map<String, String>>(ServiceName.class);
        for (var service : ServiceName.values()) {
            environments.put(
                    service,
                    service.hasDatabase()
                            ? environment.of(
                                    service,
                                    made.get(service.value()),
                                    secrets.service(service).value())
                            : environment.ofGateway());
        }
        return environments;
    }

    private String startEdge(ServiceRuntime running, SupervisedServer<EmbeddedRedis> counters) {
        var begun = System.nanoTime();
        var deployment = await(running.vertx()
                .deployVerticle(
                        () -> new EdgeVerticle(edgeConfig, running.metrics(), Clock.systemUTC()),
                        new DeploymentOptions().setInstances(options.instances())));
        progress.done("edge", Duration.ofNanos(System.nanoTime() - begun));
        return deployment;
    }

    /** A service is ready only with the edge's keys, so it takes both. */
    private Void awaitReady(ServiceHost host, String edgeDeployment) {
        await(ServiceReadiness.ofAllServices(runtime.join().vertx(), ports));
        return null;
    }

    private Void createDemoUsers(ServiceHost host, String edgeDeployment) {
        var begun = System.nanoTime();
        await(DemoUserSetup.run(runtime.join().vertx(), ports, edgeConfig, keys, secrets.operator()));
        progress.done("users", Duration.ofNanos(System.nanoTime() - begun));
        return null;
    }

    private EdgeConfig edgeConfig() {
        return new EdgeConfig(
                Ports.LOOPBACK,
                new EdgeConfig.Ports(ports.edgeHttp(), ports.edgeHttps(), ports.edgeWebSocket(), ports.edgeConsole()),
                ApiConfig.bundled(),
                backendAddresses(),
                URI.create("redis://" + Ports.LOOPBACK + ":" + ports.redis()),
                keys,
                clients(),
                secrets.users(),
                List.of(new HostPort(Ports.LOOPBACK, ports.grpc(ServiceName.PROFILE))),
                EdgeConfig.Limits.standard());
    }

    /** The addresses of compose.yaml, as they are on this machine. */
    private Map<HostPort, List<HostPort>> backendAddresses() {
        var addresses = new HashMap<HostPort, List<HostPort>>();
        for (var service : ServiceName.values()) {
            addresses.put(
                    new HostPort(service.value(), ServiceName.HTTP_PORT_IN_CONTAINER),
                    List.of(new HostPort(Ports.LOOPBACK, ports.http(service))));
            if (service.hasGrpc()) {
                addresses.put(
                        new HostPort(service.value(), service.grpcPort()),
                        List.of(new HostPort(Ports.LOOPBACK, ports.grpc(service))));
            }
        }
        return addresses;
    }

    private List<OAuthClient> clients() {
        var clients = new ArrayList<OAuthClient>();
        clients.add(OAuthClient.operator(RunFile.OPERATOR, secrets.operator()));
        clients.add(OAuthClient.service(
                ServiceName.PAYMENT.value(),
                secrets.service(ServiceName.PAYMENT),
                Scope.LEDGER_ADMIN,
                Scope.PROFILE_READ,
                Scope.PROFILE_ADMIN));
        clients.add(
                OAuthClient.service(ServiceName.FOREX.value(), secrets.service(ServiceName.FOREX), Scope.FOREX_READ));
        return clients;
    }

    /**
     * Asks for an orderly end of each part, the last started first; a part that fails to stop does not keep the others.
     * What is still starting is interrupted.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        starters.shutdownNow();
        stop("The edge", edge, this::stopEdge);
        stop("The services", services, ServiceHost::close);
        stop("Vert.x", runtime, this::stopVertx);
        stop("Kafka", kafka, SupervisedServer::close);
        stop("Redis", redis, SupervisedServer::close);
        stop("PostgreSQL", postgresql, SupervisedServer::close);
    }

    private interface Stop<T> {
        void stop(T started) throws Exception;
    }

    private <T> void stop(String name, CompletableFuture<T> starting, Stop<T> stop) {
        if (starting == null) {
            return;
        }
        try {
            var started = starting.handle((result, failure) -> result).join();
            if (started != null) {
                stop.stop(started);
            }
        } catch (Exception e) {
            progress.say(name + " did not stop as it should: " + e);
        }
    }

    private void stopEdge(String deployment) throws Exception {
        runtime.join()
                .vertx()
                .undeploy(deployment)
                .toCompletionStage()
                .toCompletableFuture()
                .get(EDGE_STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopVertx(ServiceRuntime running) throws Exception {
        running.stop()
                .toCompletionStage()
                .toCompletableFuture()
                .get(VERTX_STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> CompletableFuture<T> async(String part, Callable<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return progress.timed(part, work);
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new CommandFailure(part + " cannot be started: " + e.getMessage(), e);
                    }
                },
                starters);
    }

    private static <T> T await(Future<T> future) {
        return join(future.toCompletionStage().toCompletableFuture());
    }

    /** The result, or the failure as it was thrown. */
    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
