package dev.corridor.edge.proxy;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.error.GatewayError;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.Reflection;
import dev.corridor.ledger.v1.LedgerServiceGrpcService;
import dev.corridor.payment.v1.PaymentServiceGrpcService;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.grpc.server.GrpcServer;
import java.util.List;

/**
 * Reflection of all gRPC APIs that the edge exposes, from their compiled contracts: one port has several services, each of which knows
 * only itself. It needs no token, as the other contracts of the edge need none.
 */
public final class GrpcReflection {
    private static final List<ServiceDescriptor> CONTRACTS = List.of(
            ProfileServiceGrpcService.SERVICE_DESCRIPTOR,
            PaymentServiceGrpcService.SERVICE_DESCRIPTOR,
            LedgerServiceGrpcService.SERVICE_DESCRIPTOR,
            ForexServiceGrpcService.SERVICE_DESCRIPTOR);

    private final GrpcServer server;

    /** @param apis those of gRPC */
    public GrpcReflection(Vertx vertx, List<Api> apis) {
        this.server = GrpcServer.server(vertx);
        var exposed = CONTRACTS.stream()
                .filter(contract ->
                        apis.stream().anyMatch(api -> api.nativePath().equals("/" + contract.getFullName())))
                .toList();
        new Reflection(exposed).mount(server);
    }

    /** The paths of its versions. */
    public static List<String> paths() {
        return Reflection.VERSIONS.stream()
                .map(version -> "/" + version + "/ServerReflectionInfo")
                .toList();
    }

    public void answer(RoutingContext context) {
        if (GrpcProxy.isGrpc(context.request())) {
            server.handle(context.request());
            // The guards have paused it.
            context.request().resume();
        } else {
            context.fail(Problem.of(GatewayError.GRPC_REQUIRED, "Reflection is gRPC over HTTP/2."));
        }
    }
}
