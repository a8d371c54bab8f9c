package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.v1.FollowEngineRequest;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.StreamRatesRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of streams: every stream ends with its token. */
class StreamTokenIT {
    private static RunningForex forex;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of("TICK_INTERVAL", "PT0.1S"));
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void a_token_sets_the_subject_of_the_connection() {
        try (var stream = forex.stream()) {
            stream.send("{\"authenticate\":\"" + forex.tokenOf("ada", "forex:read") + "\",\"id\":7}");

            assertThat(stream.next())
                    .isEqualTo(new JsonObject("{\"type\":\"authenticated\",\"id\":7,\"subject\":\"ada\"}"));
        }
    }

    @Test
    void an_expired_token_ends_the_connection() {
        try (var stream = forex.stream()) {
            authenticate(stream, soon());
            stream.send("{\"subscribe\":[\"USD/EUR\"]}").next("subscribed");

            assertThat(stream.next("error").getString("code")).isEqualTo("token_expired");
            assertThat(stream.closed().await()).isEqualTo((short) 1008);
        }
    }

    @Test
    void a_renewed_token_keeps_the_connection_open() {
        try (var stream = forex.stream();
                var other = forex.stream()) {
            var soon = soon();
            authenticate(stream, soon);
            authenticate(other, soon);
            authenticate(stream, Instant.now().plusSeconds(3_600));

            assertThat(other.closed().await()).isEqualTo((short) 1008);

            stream.send("{\"ping\":1}").next("pong");
            assertThat(stream.isOpen()).isTrue();
        }
    }

    @Test
    void a_token_of_another_subject_is_refused_and_the_present_one_stays() {
        try (var stream = forex.stream()) {
            authenticate(stream, Instant.now().plusSeconds(3_600));

            stream.send("{\"authenticate\":\"" + forex.tokenOf("blaise", "forex:read") + "\"}");
            assertThat(stream.next("error").getString("code")).isEqualTo("token_of_another");

            forex.post(
                    "/alerts",
                    "{\"pair\":\"USD/EUR\",\"price\":\"0.01\",\"direction\":\"above\"}",
                    forex.tokenOf("ada", "forex:read"));
            assertThat(stream.next("alert").getString("pair")).isEqualTo("USD/EUR");
        }
    }

    @Test
    void an_unusable_token_is_an_error_and_the_connection_stays_open() {
        try (var stream = forex.stream()) {
            assertThat(stream.send("{\"authenticate\":\"nonsense\"}")
                            .next("error")
                            .getString("code"))
                    .isEqualTo("unauthenticated");
            assertThat(stream.send("{\"authenticate\":\"" + forex.tokenOf("ada", "ledger:read") + "\"}")
                            .next("error")
                            .getString("code"))
                    .isEqualTo("forbidden");
            assertThat(stream.send("{\"authenticate\":1}").next("error").getString("code"))
                    .isEqualTo("bad_message");
            assertThat(stream.send("{\"ping\":1}").next("pong").getInteger("ping"))
                    .isEqualTo(1);
        }
    }

    @Test
    void an_event_stream_ends_with_its_token() {
        var token = forex.tokenUntil("ada", soon(), "forex:read");

        try (var lines = forex.lines("/rates/stream?pairs=USD/EUR", Map.of(), token)) {
            var all = lines.toList();

            int last = all.lastIndexOf("event: problem");
            assertThat(last).isPositive();
            assertThat(new JsonObject(all.get(last + 1).substring("data: ".length())).getString("code"))
                    .isEqualTo("token_expired");
        }
    }

    @Test
    void grpc_streams_end_with_their_token() {
        var token = forex.tokenUntil("forex", soon(), "forex:read");

        forex.grpcCaller()
                .outcome(
                        ForexServiceGrpcClient.StreamRates,
                        StreamRatesRequest.newBuilder().addPairs("USD/EUR").build(),
                        token)
                .assertProblem(GrpcStatus.UNAUTHENTICATED, "token_expired");
        forex.grpcCaller()
                .outcome(
                        ForexServiceGrpcClient.FollowEngine,
                        FollowEngineRequest.getDefaultInstance(),
                        forex.tokenUntil("forex", soon(), "forex:read"))
                .assertProblem(GrpcStatus.UNAUTHENTICATED, "token_expired");
    }

    private static void authenticate(StreamClient stream, Instant expiresAt) {
        stream.send("{\"authenticate\":\"" + forex.tokenUntil("ada", expiresAt, "forex:read") + "\"}")
                .next("authenticated");
    }

    private static Instant soon() {
        return Instant.now().plusSeconds(3);
    }
}
