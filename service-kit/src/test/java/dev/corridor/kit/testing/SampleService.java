package dev.corridor.kit.testing;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.TransportSettings;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Service made of the kit's transports, the sample contract and handlers of the test's choice. */
public record SampleService(Consumer<RestTransport> operations, Consumer<GrpcTransport> methods)
        implements ServiceDefinition {

    /** Variables that keep tests of timeouts and of load shedding short. */
    public static final Map<String, String> ENVIRONMENT =
            Map.of("REQUEST_TIMEOUT", "PT2S", "REQUESTS_IN_FLIGHT", "200", "DRAIN_TIMEOUT", "PT1S");

    /** Makes a service without gRPC. */
    public SampleService(Consumer<RestTransport> operations) {
        this(operations, null);
    }

    /** Registers the profile service and binds those of its methods that no test of the kit calls. */
    public static GrpcTransport profile(GrpcTransport grpc) {
        grpc.service(ProfileServiceGrpcService.SERVICE_NAME, ProfileServiceGrpcService.SERVICE_DESCRIPTOR);
        for (var unused : List.of(
                ProfileServiceGrpcService.UpdateUser,
                ProfileServiceGrpcService.SetVerification,
                ProfileServiceGrpcService.ListVerificationChanges)) {
            grpc.unary(unused, (caller, request) -> Future.failedFuture("No test calls this method."));
        }
        return grpc;
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public Future<?> deploy(ServiceRuntime runtime, Settings settings) {
        var tokens = new TokenVerifier(runtime.vertx(), TokenSettings.from(settings), Clock.systemUTC());
        return RestContract.load(runtime.vertx(), "openapi/sample.yaml").compose(contract -> runtime.vertx()
                .deployVerticle(new SampleVerticle(
                        () -> bind(new Transports(runtime, TransportSettings.from(settings), contract, tokens)))));
    }

    private Transports bind(Transports transports) {
        transports.rest(operations);
        return methods == null ? transports : transports.grpc(methods);
    }

    private static final class SampleVerticle extends VerticleBase {
        private final Supplier<Transports> assembly;
        private Transports transports;

        private SampleVerticle(Supplier<Transports> assembly) {
            this.assembly = assembly;
        }

        @Override
        public Future<?> start() {
            transports = assembly.get();
            return transports.open();
        }

        @Override
        public Future<?> stop() {
            return transports.drain();
        }
    }
}
