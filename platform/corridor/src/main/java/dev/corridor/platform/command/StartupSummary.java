package dev.corridor.platform.command;

import dev.corridor.platform.demo.DemoUser;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.Progress;
import dev.corridor.platform.home.Progress.Part;
import dev.corridor.platform.home.ServiceName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Text that {@code up} prints when the platform is ready: addresses, a token, and commands to try. */
record StartupSummary(PortMap ports, boolean ephemeral, boolean processes) {

    String render(List<Part> parts, Duration took, DemoUser user, String token, Path log) {
        return """

        Ready in %s: %s

          REST, GraphQL, gRPC   http://localhost:%d   https://localhost:%d
          Live rates            ws://localhost:%d/stream/forex/1.0.0
          Tokens, API list      https://localhost:%d
          REST, per service     %s
          gRPC, per service     %s
          Servers               PostgreSQL %d   Redis %d   Kafka %d
          Log                   %s

        A token of %s (%s), valid for one hour:

        %s

        To try:

          curl -H "Authorization: Bearer $(./corridor token%s)" http://localhost:%d/api/payment/1.0.0/process -d '{"amount": 100, "currency": "USD"}'
          ./corridor rates%s USD/EUR GBP/USD
          ./corridor demo%s

        Ctrl-C stops everything%s."""
                .formatted(
                        Progress.seconds(took),
                        parts.stream().map(Part::toString).collect(Collectors.joining(", ")),
                        ports.edgeHttp(),
                        ports.edgeHttps(),
                        ports.edgeWebSocket(),
                        ports.edgeConsole(),
                        httpPorts(),
                        grpcPorts(),
                        ports.postgresql(),
                        ports.redis(),
                        ports.kafka(),
                        log,
                        user.username(),
                        user.fullName(),
                        token,
                        offset(),
                        ports.edgeHttp(),
                        offset(),
                        offset(),
                        ephemeral ? " and deletes the data" : "");
    }

    private String httpPorts() {
        return Arrays.stream(ServiceName.values())
                .map(service -> service.value() + " " + ports.http(service))
                .collect(Collectors.joining("   "));
    }

    private String grpcPorts() {
        return Arrays.stream(ServiceName.values())
                .filter(ServiceName::hasGrpc)
                .map(service -> service.value() + " " + ports.grpc(service))
                .collect(Collectors.joining("   "));
    }

    private String offset() {
        return ports.offset() == 0 ? "" : " --port-offset " + ports.offset();
    }
}
