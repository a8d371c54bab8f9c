package dev.corridor.kit;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.TransportSettings;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A service made of the kit's doors, on free ports, with handlers of the test's choice. */
public final class RunningService implements AutoCloseable {
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
    public static final int REQUESTS_UNDER_WAY = 200;

    private final ServiceRuntime runtime = ServiceRuntime.start();
    private final TransportSettings doors;
    private final List<Throwable> unhandled = new CopyOnWriteArrayList<>();

    public RunningService(
            TestIssuer issuer, int grpcPort, Consumer<RestTransport> operations, Consumer<GrpcTransport> methods) {
        doors = new TransportSettings(
                Ports.LOOPBACK, Ports.free(), grpcPort, REQUEST_TIMEOUT, REQUESTS_UNDER_WAY, Duration.ofSeconds(1));
        runtime.vertx().exceptionHandler(unhandled::add);
        var tokens = new TokenVerifier(
                runtime.vertx(), TokenSettings.from(Settings.of(issuer.environment())), Clock.systemUTC());
        RestContract.load(runtime.vertx(), "openapi/sample.yaml")
                .compose(contract -> runtime.vertx()
                        .deployVerticle(new Doors(runtime, doors, contract, tokens, operations, methods)))
                .await();
    }

    /** The gRPC methods it has are some of the profile service's. */
    public static GrpcTransport profile(GrpcTransport grpc) {
        return grpc.service(ProfileServiceGrpcService.SERVICE_NAME, ProfileServiceGrpcService.SERVICE_DESCRIPTOR);
    }

    public Vertx vertx() {
        return runtime.vertx();
    }

    public int httpPort() {
        return doors.httpPort();
    }

    public HostPort grpc() {
        return new HostPort(Ports.LOOPBACK, doors.grpcPort());
    }

    /** What reached the event loops' last resort: always a fault of the kit. */
    public List<Throwable> unhandled() {
        return unhandled;
    }

    @Override
    public void close() {
        runtime.stop().await();
    }

    private static final class Doors extends VerticleBase {
        private final ServiceRuntime runtime;
        private final TransportSettings settings;
        private final RestContract contract;
        private final TokenVerifier tokens;
        private final Consumer<RestTransport> operations;
        private final Consumer<GrpcTransport> methods;
        private Transports doors;

        private Doors(
                ServiceRuntime runtime,
                TransportSettings settings,
                RestContract contract,
                TokenVerifier tokens,
                Consumer<RestTransport> operations,
                Consumer<GrpcTransport> methods) {
            this.runtime = runtime;
            this.settings = settings;
            this.contract = contract;
            this.tokens = tokens;
            this.operations = operations;
            this.methods = methods;
        }

        @Override
        public Future<?> start() {
            doors = new Transports(runtime, settings, contract, tokens)
                    .rest(operations)
                    .grpc(methods);
            return doors.open();
        }

        @Override
        public Future<?> stop() {
            return doors.drain();
        }
    }
}
