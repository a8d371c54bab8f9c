package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.v1.CreateQuoteRequest;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.v1.CancelPaymentRequest;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Requests that are sent twice at once under one idempotency key. Each of the two receives the first answer, or
 * request_in_progress; at least one receives the answer.
 */
class RepeatedRequestIT extends PaymentFeature {
    private static final int PAIRS = 60;

    @Test
    void a_capture_sent_twice_at_once_captures_once() {
        client.topUp(ada, "1000.00", "USD");

        assertAnsweredOnce(200, pairs(holds(), (id, key) -> post(blaise, "/payments/" + id + "/capture", key)));

        assertThat(client.balance(blaise, "wallet", "USD")).isEqualTo("60.00/60.00");
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("940.00/940.00");
    }

    @Test
    void a_cancellation_sent_twice_at_once_releases_the_hold() {
        client.topUp(ada, "1000.00", "USD");

        assertAnsweredOnce(200, pairs(holds(), (id, key) -> post(ada, "/payments/" + id + "/cancel", key)));

        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("1000.00/1000.00");
    }

    @Test
    void a_cancellation_sent_twice_at_once_over_grpc_releases_the_hold() {
        client.topUp(ada, "1000.00", "USD");

        var pairs = pairs(holds(), this::cancelOverGrpc);

        assertThat(pairs).allSatisfy(pair -> assertThat(pair)
                .contains("STATUS_CANCELLED")
                .allMatch(List.of("STATUS_CANCELLED", "request_in_progress")::contains));
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("1000.00/1000.00");
    }

    @Test
    void a_refund_sent_twice_at_once_refunds_once() {
        client.topUp(ada, "1000.00", "USD");
        var paid = ids(number -> pay(order().put("amount", "2.00"), ""));

        assertAnsweredOnce(
                201,
                pairs(paid, (id, key) -> client.start(blaise, "/payments/" + id + "/refunds", key, amount("1.00"))));

        assertThat(client.balance(blaise, "wallet", "USD")).isEqualTo("60.00/60.00");
    }

    @Test
    void a_payment_sent_twice_at_once_pays_once() {
        client.topUp(ada, "1000.00", "USD");
        var references = IntStream.range(0, PAIRS).mapToObj(Integer::toString).toList();

        assertAnsweredOnce(201, pairs(references, (reference, key) -> pay(order().put("reference", reference), key)));

        assertThat(client.balance(blaise, "wallet", "USD")).isEqualTo("60.00/60.00");
    }

    @Test
    void a_payment_at_a_quote_sent_twice_at_once_pays_once() {
        client.topUp(ada, "1000.00", "USD");
        var quotes = IntStream.range(0, PAIRS).mapToObj(number -> quote()).toList();

        assertAnsweredOnce(
                201,
                pairs(quotes, (quote, key) -> pay(order().put("currency", "EUR").put("quote_id", quote), key)));

        assertThat(client.balance(blaise, "wallet", "EUR")).isEqualTo("60.00/60.00");
    }

    /** Sends each request twice at once under a key of its own. */
    private static <T> List<List<T>> pairs(List<String> subjects, Call<T> call) {
        return subjects.stream()
                .map(subject -> {
                    String key = UUID.randomUUID().toString();
                    return both(call.send(subject, key), call.send(subject, key));
                })
                .toList();
    }

    @FunctionalInterface
    private interface Call<T> {
        CompletableFuture<T> send(String subject, String key);
    }

    private static <T> List<T> both(CompletableFuture<T> first, CompletableFuture<T> second) {
        return Stream.of(first, second).map(CompletableFuture::join).toList();
    }

    private static void assertAnsweredOnce(int status, List<List<HttpResult>> pairs) {
        assertThat(pairs).allSatisfy(pair -> {
            var answers = new HashMap<String, Integer>();
            for (var response : pair) {
                if (!"request_in_progress".equals(response.code())) {
                    answers.put(response.body(), response.status());
                }
            }
            assertThat(answers).hasSize(1).containsValue(status);
        });
    }

    private List<String> holds() {
        return ids(number -> pay(order().put("capture", "later"), ""));
    }

    private List<String> ids(Function<Integer, CompletableFuture<HttpResult>> create) {
        var created = IntStream.range(0, PAIRS).boxed().map(create).toList();
        return created.stream()
                .map(response -> PaymentClient.id(response.join().assertStatus(201)))
                .toList();
    }

    private CompletableFuture<HttpResult> pay(JsonObject order, String key) {
        return client.start(ada, "/process", key, order);
    }

    private static CompletableFuture<HttpResult> post(String user, String path, String key) {
        return client.start(user, path, key, new JsonObject());
    }

    /** Completes with the status of the payment, or the code of the problem. */
    private CompletableFuture<String> cancelOverGrpc(String id, String key) {
        var request = CancelPaymentRequest.newBuilder()
                .setPaymentId(id)
                .setIdempotencyKey(key)
                .build();
        return services.payment()
                .start(PaymentServiceGrpcClient.CancelPayment, request, services.token(ada, Scope.PAYMENTS_WRITE))
                .map(response -> response.getPayment().getStatus().name())
                .recover(failure ->
                        Future.succeededFuture(((Problem) failure).code().code()))
                .toCompletionStage()
                .toCompletableFuture();
    }

    private String quote() {
        var request = CreateQuoteRequest.newBuilder()
                .setAmount(Money.newBuilder().setAmount("1.00").setCurrency("EUR"))
                .setOtherCurrency("USD")
                .build();
        return services.forex()
                .call(ForexServiceGrpcClient.CreateQuote, request, services.token(ada, Scope.FOREX_TRADE))
                .getQuote()
                .getQuoteId();
    }

    private JsonObject order() {
        return amount("1.00").put("to", blaise);
    }

    private static JsonObject amount(String amount) {
        return new JsonObject().put("amount", amount).put("currency", "USD");
    }
}
