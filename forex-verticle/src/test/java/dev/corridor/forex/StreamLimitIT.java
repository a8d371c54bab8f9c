package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.StreamRatesRequest;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits on the streams of all clients together. */
class StreamLimitIT {
    private static final int LIMIT = 3;

    private static RunningForex forex;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of("STREAM_MAX_CONNECTIONS", Integer.toString(LIMIT)));
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void beyond_the_limit_every_transport_refuses_streams_as_overloaded() {
        var clients = new ArrayList<StreamClient>();
        try {
            var refused = refusedUpgrade(clients);

            assertThat(clients).hasSize(LIMIT);
            assertThat(refused.getStatus()).isEqualTo(503);
            assertThat(refused.getHeaders().get("retry-after")).isNotNull();
            assertThat(new JsonObject(refused.getBody()).getString("code")).isEqualTo("overloaded");
            var events = forex.get("/rates/stream?pairs=USD/EUR");
            assertThat(events.status()).isEqualTo(503);
            assertThat(events.json().getString("code")).isEqualTo("overloaded");
            forex.grpcCaller()
                    .outcome(
                            ForexServiceGrpcClient.StreamRates,
                            StreamRatesRequest.newBuilder().addPairs("USD/EUR").build(),
                            forex.token("forex:read"))
                    .assertProblem(GrpcStatus.UNAVAILABLE, "overloaded");
        } finally {
            clients.forEach(StreamClient::close);
        }
        forex.until(() -> forex.metric("corridor_streams_open") == 0);
        forex.stream().close();
    }

    /** Connects until a connection is refused. */
    private static UpgradeRejectedException refusedUpgrade(List<StreamClient> clients) {
        while (clients.size() <= LIMIT) {
            try {
                clients.add(forex.stream());
            } catch (RuntimeException refused) {
                return (UpgradeRejectedException)
                        (refused instanceof UpgradeRejectedException ? refused : refused.getCause());
            }
        }
        throw new AssertionError("no connection was refused");
    }
}
