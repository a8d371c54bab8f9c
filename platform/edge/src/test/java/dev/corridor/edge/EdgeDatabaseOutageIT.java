package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.testing.HttpResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An edge whose database is away: APIs go on, and whoever needs the database is told to come again. */
class EdgeDatabaseOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void apis_go_on_and_the_token_endpoint_is_unavailable_until_the_database_is_back() {
        var proxy = new AtomicReference<FaultProxy>();
        try (var edge = RunningEdge.start(address -> {
            proxy.set(FaultProxy.to(address.host(), address.port()));
            return new HostPort("127.0.0.1", proxy.get().port());
        })) {
            String token = edge.token("profile:read");
            assertThat(tokenOf(edge).status()).isEqualTo(200);

            proxy.get().refuse();

            await().atMost(PATIENCE).untilAsserted(() -> {
                var refused = tokenOf(edge);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.json().getString("error")).isEqualTo("temporarily_unavailable");
                assertThat(refused.headers().firstValue("retry-after")).isPresent();
            });
            assertThat(edge.send(edge.anonymous("/api/profile/1.0.0/users").header("authorization", "Bearer " + token))
                            .status())
                    .isEqualTo(200);

            proxy.get().heal();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tokenOf(edge).status()).isEqualTo(200));
        } finally {
            proxy.get().close();
        }
    }

    private static HttpResult tokenOf(RunningEdge edge) {
        return edge.requestToken(Map.of(
                "grant_type", "client_credentials",
                "client_id", "payment",
                "client_secret", RunningEdge.SERVICE_SECRET.value()));
    }
}
