package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One's own payments as server-sent events, as somebody with curl reads them. */
class PaymentStreamIT {
    private static final int READERS_AT_MOST = 20;

    private static DeployedServices services;
    private static PaymentClient caller;
    private static HttpClient http;

    private final String ada = UUID.randomUUID().toString();
    private final String blaise = UUID.randomUUID().toString();

    /** A stream that is being read, line by line. */
    private final class Reader {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpClientResponse response;

        Reader(String person, String lastEventId) {
            var request = new RequestOptions()
                    .setHost(Ports.LOOPBACK)
                    .setPort(services.paymentHttpPort())
                    .setURI("/payments/stream")
                    .putHeader("authorization", "Bearer " + services.token(person, "payments:read"));
            if (!lastEventId.isEmpty()) {
                request.putHeader("last-event-id", lastEventId);
            }
            response = http.request(request)
                    .compose(sent -> sent.send().map(answer -> {
                        answer.handler(RecordParser.newDelimited("\n", line -> lines.add(line.toString())));
                        return answer;
                    }))
                    .await();
            assertThat(response.statusCode()).isEqualTo(200);
        }

        List<String> statuses(int atLeast) {
            return lines("data: ", atLeast).stream()
                    .map(data -> new JsonObject(data).getString("status"))
                    .toList();
        }

        List<String> lines(String prefix, int atLeast) {
            for (int looks = 0; looks < 300 && found(prefix).size() < atLeast; looks++) {
                services.clients().timer(100, TimeUnit.MILLISECONDS).await();
            }
            return found(prefix);
        }

        private List<String> found(String prefix) {
            return lines.stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .toList();
        }

        void leave() {
            response.request().connection().close();
        }
    }

    @BeforeAll
    static void start() {
        services = new DeployedServices();
        caller = new PaymentClient(services);
        http = services.clients().createHttpClient(new PoolOptions().setHttp1MaxSize(READERS_AT_MOST));
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void payer_and_payee_are_told_what_becomes_of_a_payment() {
        caller.topUp(ada, "100.00", "USD");
        var payer = new Reader(ada, "");
        var payee = new Reader(blaise, "");
        var held = hold("60.00");
        assertThat(payee.statuses(1)).endsWith("RESERVED");

        caller.post(blaise, "/payments/" + held.id() + "/capture", new JsonObject())
                .require(200);

        assertThat(payee.statuses(2)).containsExactly("RESERVED", "COMPLETED");
        assertThat(payer.statuses(2)).endsWith("COMPLETED").doesNotContain("FAILED");
    }

    @Test
    void who_comes_back_with_a_cursor_misses_nothing() {
        caller.topUp(ada, "100.00", "USD");
        var first = new Reader(ada, "");
        pay("1.00");
        String cursor = first.lines("id: ", 1).get(0);
        first.leave();
        pay("2.00");
        pay("3.00");

        var second = new Reader(ada, cursor);

        assertThat(second.lines("data: ", 4))
                .extracting(data -> new JsonObject(data).getString("amount"))
                .contains("2.00", "3.00");
    }

    @Test
    void nobody_is_told_of_others_payments() {
        caller.topUp(ada, "100.00", "USD");
        var stranger = new Reader(UUID.randomUUID().toString(), "");
        var payer = new Reader(ada, "");
        pay("1.00");

        assertThat(payer.statuses(1)).isNotEmpty();
        assertThat(stranger.found("data: ")).isEmpty();
    }

    @Test
    void a_cursor_that_is_too_old_is_told_of_the_gap() {
        assertThat(new Reader(ada, "1000").lines("event: ", 1)).containsExactly("gap");
    }

    private PaymentClient.Answer hold(String amount) {
        return caller.post(ada, "/process", order(amount).put("capture", "later"))
                .require(201);
    }

    private void pay(String amount) {
        caller.post(ada, "/process", order(amount)).require(201);
    }

    private JsonObject order(String amount) {
        return new JsonObject().put("to", blaise).put("amount", amount).put("currency", "USD");
    }
}
