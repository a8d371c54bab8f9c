package dev.corridor.platform.home;

import dev.corridor.embedded.Ports;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ports of a platform on one machine: the default ports, each moved by the same offset. */
public record PortMap(int offset) {
    public static final int MAX_OFFSET = 15_000;

    private static final int POSTGRESQL = 15432;
    private static final int REDIS = 16379;
    private static final int KAFKA = 19092;
    private static final int KAFKA_CONTROLLER = 19093;
    private static final int EDGE_HTTP = 8280;
    private static final int EDGE_HTTPS = 8243;
    private static final int EDGE_WEB_SOCKET = 9099;
    private static final int EDGE_WEB_SOCKET_TLS = 8099;
    private static final int EDGE_CONSOLE = 9443;

    public PortMap {
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new CommandFailure("The port offset must be between 0 and " + MAX_OFFSET + ".");
        }
    }

    public int postgresql() {
        return POSTGRESQL + offset;
    }

    public int redis() {
        return REDIS + offset;
    }

    public int kafka() {
        return KAFKA + offset;
    }

    public int kafkaController() {
        return KAFKA_CONTROLLER + offset;
    }

    public int edgeHttp() {
        return EDGE_HTTP + offset;
    }

    public int edgeHttps() {
        return EDGE_HTTPS + offset;
    }

    public int edgeWebSocket() {
        return EDGE_WEB_SOCKET + offset;
    }

    public int edgeWebSocketTls() {
        return EDGE_WEB_SOCKET_TLS + offset;
    }

    public int edgeConsole() {
        return EDGE_CONSOLE + offset;
    }

    public int http(ServiceName service) {
        return service.httpPort() + offset;
    }

    /** @throws IllegalArgumentException for a service without gRPC */
    public int grpc(ServiceName service) {
        if (!service.hasGrpc()) {
            throw new IllegalArgumentException(service.value() + " has no gRPC server");
        }
        return service.grpcPort() + offset;
    }

    /** Every port and the name of its user, in start order. */
    public Map<Integer, String> all() {
        var ports = new LinkedHashMap<Integer, String>();
        ports.put(postgresql(), "PostgreSQL");
        ports.put(redis(), "Redis");
        ports.put(kafka(), "Kafka");
        ports.put(kafkaController(), "Kafka's controller");
        for (var service : ServiceName.values()) {
            ports.put(http(service), "the " + service.value() + " service");
            if (service.hasGrpc()) {
                ports.put(grpc(service), "the " + service.value() + " service's gRPC server");
            }
        }
        ports.put(edgeHttp(), "the edge");
        ports.put(edgeHttps(), "the edge");
        ports.put(edgeWebSocket(), "the edge");
        ports.put(edgeWebSocketTls(), "the edge");
        ports.put(edgeConsole(), "the edge");
        return ports;
    }

    public boolean isFree() {
        return all().keySet().stream().allMatch(Ports::isFree);
    }

    /** @throws dev.corridor.embedded.ServerFailure naming the first port that another program uses */
    public void requireFree() {
        all().forEach((port, owner) -> Ports.requireFree(owner, port));
    }
}
