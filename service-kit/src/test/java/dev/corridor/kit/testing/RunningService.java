package dev.corridor.kit.testing;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceRuntime;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Service deployed as in production, on free ports, with a token issuer and with clients that outlive it. */
public final class RunningService implements AutoCloseable {
    private final ServiceRuntime runtime;
    private final Vertx clients = Vertx.vertx();
    private final List<Throwable> unhandled = new CopyOnWriteArrayList<>();
    private final TestIssuer issuer;
    private final boolean ownsIssuer;
    private final Map<String, String> environment;
    private final HttpCaller http;
    private final GrpcCaller grpc;

    /** Deploys a service with an issuer of its own. @param variables what the service needs beside ports and issuer */
    public static RunningService start(ServiceDefinition service, Map<String, String> variables) {
        return new RunningService(TestIssuer.start(), true, variables).deploy(service);
    }

    /** Deploys a service that trusts {@code issuer}, which stays open. @param variables override all others */
    public static RunningService start(ServiceDefinition service, TestIssuer issuer, Map<String, String> variables) {
        return new RunningService(issuer, false, variables).deploy(service);
    }

    private RunningService(TestIssuer issuer, boolean ownsIssuer, Map<String, String> variables) {
        this.issuer = issuer;
        this.ownsIssuer = ownsIssuer;
        environment = new HashMap<>(issuer.environment());
        environment.put("HTTP_PORT", Integer.toString(Ports.free()));
        environment.put("GRPC_PORT", Integer.toString(Ports.free()));
        environment.putAll(variables);
        runtime = ServiceRuntime.start(settings());
        runtime.vertx().exceptionHandler(unhandled::add);
        http = HttpCaller.onPort(httpPort());
        grpc = new GrpcCaller(clients, grpcAddress());
    }

    private RunningService deploy(ServiceDefinition service) {
        try {
            service.migrate(settings());
            service.deploy(runtime, settings()).await();
            return this;
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    public HttpCaller http() {
        return http;
    }

    public GrpcCaller grpc() {
        return grpc;
    }

    /** A valid token with the given scopes. */
    public String token(String subject, Scope... scopes) {
        return issuer.token(subject, Arrays.stream(scopes).map(Scope::value).toArray(String[]::new));
    }

    public String tokenUntil(Instant expiresAt, String subject, Scope... scopes) {
        return issuer.token(
                subject, expiresAt, Arrays.stream(scopes).map(Scope::value).toArray(String[]::new));
    }

    public TestIssuer issuer() {
        return issuer;
    }

    /** The Vert.x that the service runs on. */
    public Vertx vertx() {
        return runtime.vertx();
    }

    /** The Vert.x of the test's clients; it lives until {@link #close}. */
    public Vertx clients() {
        return clients;
    }

    public int httpPort() {
        return Integer.parseInt(environment.get("HTTP_PORT"));
    }

    public int grpcPort() {
        return Integer.parseInt(environment.get("GRPC_PORT"));
    }

    public HostPort grpcAddress() {
        return new HostPort(Ports.LOOPBACK, grpcPort());
    }

    /** The environment variables that the service was configured by. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    public Settings settings() {
        return Settings.of(environment);
    }

    /** Exceptions that no handler caught. Each is a fault of the service. */
    public List<Throwable> unhandled() {
        return unhandled;
    }

    /** The value of a metric without labels, as /metrics shows it. */
    public double metric(String name) {
        return http.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No metric " + name));
    }

    /** Stops the service; the clients live on. */
    public void stop() {
        runtime.stop().await();
    }

    @Override
    public void close() {
        stop();
        clients.close().await();
        if (ownsIssuer) {
            issuer.close();
        }
    }
}
