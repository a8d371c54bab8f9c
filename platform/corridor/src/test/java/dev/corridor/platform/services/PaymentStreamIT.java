package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.testing.HttpResult;
import dev.corridor.payment.domain.query.FeedCursor;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A user's payments as server-sent events. */
class PaymentStreamIT extends PaymentFeature {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Reads a stream line by line on a thread of its own. */
    private static final class Reader {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Stream<String> response;

        Reader(String user, String lastEventId) {
            var stream = client.request("GET", user, "/payments/stream")
                    .header("last-event-id", lastEventId)
                    .sendForLines();
            assertThat(stream.statusCode()).isEqualTo(200);
            response = stream.body();
            var thread = new Thread(this::read, "event-stream-reader");
            thread.setDaemon(true);
            thread.start();
        }

        private void read() {
            try {
                response.forEach(lines::add);
            } catch (UncheckedIOException closed) {
                // The test closed the stream.
            }
        }

        List<String> statuses(int atLeast) {
            return lines("data: ", atLeast).stream()
                    .map(data -> new JsonObject(data).getString("status"))
                    .toList();
        }

        List<String> lines(String prefix, int atLeast) {
            return await().atMost(TIMEOUT).until(() -> linesSoFar(prefix), found -> found.size() >= atLeast);
        }

        private List<String> linesSoFar(String prefix) {
            return lines.stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .toList();
        }

        void disconnect() {
            response.close();
        }
    }

    @Test
    void payer_and_payee_receive_each_change_of_a_payment() {
        client.topUp(ada, "100.00", "USD");
        var payer = new Reader(ada, "");
        var payee = new Reader(blaise, "");
        var held = hold("60.00");
        assertThat(payee.statuses(1)).endsWith("RESERVED");

        client.post(blaise, "/payments/" + PaymentClient.id(held) + "/capture", new JsonObject())
                .assertStatus(200);

        assertThat(payee.statuses(2)).containsExactly("RESERVED", "COMPLETED");
        assertThat(payer.statuses(2)).endsWith("COMPLETED").doesNotContain("FAILED");
    }

    @Test
    void a_reader_that_resumes_with_a_cursor_misses_nothing() {
        client.topUp(ada, "100.00", "USD");
        var first = new Reader(ada, "");
        pay("1.00");
        String cursor = first.lines("id: ", 1).get(0);
        first.disconnect();
        pay("2.00");
        pay("3.00");

        var second = new Reader(ada, cursor);

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(second.linesSoFar("data: "))
                .extracting(data -> new JsonObject(data).getString("amount"))
                .contains("2.00", "3.00")
                .doesNotContain("100.00"));
    }

    @Test
    void a_user_receives_nothing_of_other_users_payments() {
        client.topUp(ada, "100.00", "USD");
        var otherUser = new Reader(UUID.randomUUID().toString(), "");
        var payer = new Reader(ada, "");
        pay("1.00");

        assertThat(payer.statuses(1)).isNotEmpty();
        assertThat(otherUser.linesSoFar("data: ")).isEmpty();
    }

    @Test
    void a_reader_with_a_cursor_that_cannot_be_resumed_receives_a_gap_event() {
        client.topUp(ada, "100.00", "USD");
        var reader = new Reader(ada, "");
        pay("1.00");
        var cursor = FeedCursor.parse(reader.lines("id: ", 1).get(0));
        var expired = new FeedCursor(
                cursor.epoch(),
                cursor.position(),
                cursor.payment(),
                cursor.begunAt().minus(Duration.ofDays(8)));
        var ofAnotherLife = new FeedCursor(UUID.randomUUID(), cursor.position(), cursor.payment(), cursor.begunAt());
        var ofTheFuture = new FeedCursor(cursor.epoch(), Long.MAX_VALUE, cursor.payment(), cursor.begunAt());

        for (var lost : List.of(expired, ofAnotherLife, ofTheFuture)) {
            assertThat(new Reader(ada, lost.text()).lines("event: ", 1)).containsExactly("gap");
        }
        assertThat(client.request("GET", ada, "/payments/stream")
                        .header("last-event-id", "1000")
                        .send()
                        .code())
                .isEqualTo("cursor_invalid");
    }

    private HttpResult hold(String amount) {
        return client.post(ada, "/process", order(amount).put("capture", "later"))
                .assertStatus(201);
    }

    private void pay(String amount) {
        client.post(ada, "/process", order(amount)).assertStatus(201);
    }

    private JsonObject order(String amount) {
        return new JsonObject().put("to", blaise).put("amount", amount).put("currency", "USD");
    }
}
