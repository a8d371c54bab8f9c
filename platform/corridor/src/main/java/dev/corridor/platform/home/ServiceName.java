package dev.corridor.platform.home;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The services and their default ports on one machine. */
public enum ServiceName {
    PROFILE("profile", 8001, 50051),
    PAYMENT("payment", 8002, 50052),
    LEDGER("ledger", 8003, 50053),
    FOREX("forex", 8006, 50056),
    GATEWAY_GRAPHQL("gateway-graphql", 4000, ServiceName.NO_GRPC);

    static final int NO_GRPC = -1;
    public static final int HTTP_PORT_IN_CONTAINER = 8000;

    private final String value;
    private final int httpPort;
    private final int grpcPort;

    ServiceName(String value, int httpPort, int grpcPort) {
        this.value = value;
        this.httpPort = httpPort;
        this.grpcPort = grpcPort;
    }

    public static Optional<ServiceName> of(String value) {
        return Arrays.stream(values()).filter(name -> name.value.equals(value)).findFirst();
    }

    /** The order of an orderly stop: services that call others stop before those. */
    public static List<Set<ServiceName>> stopOrder() {
        return List.of(EnumSet.of(GATEWAY_GRAPHQL), EnumSet.of(PAYMENT), EnumSet.of(PROFILE, LEDGER, FOREX));
    }

    /** The name as it appears on the command line, in compose.yaml and in metrics. */
    public String value() {
        return value;
    }

    public boolean hasGrpc() {
        return grpcPort != NO_GRPC;
    }

    public boolean hasDatabase() {
        return this != GATEWAY_GRAPHQL;
    }

    int httpPort() {
        return httpPort;
    }

    public int grpcPort() {
        return grpcPort;
    }
}
