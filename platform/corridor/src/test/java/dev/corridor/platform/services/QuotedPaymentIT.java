package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.v1.CreateQuoteRequest;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.GetQuoteRequest;
import dev.corridor.forex.v1.Quote;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.money.v1.Money;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Payments at the price of a quote, with real forex and ledger services. */
class QuotedPaymentIT extends PaymentFeature {
    private static final String PAYEE = UUID.randomUUID().toString();

    @Test
    void a_payment_is_made_at_exactly_the_quoted_price() {
        topUp(ada, "1000.00");
        var quote = quote(ada);

        var paid = pay(ada, quote.getQuoteId(), "100.00", "first");

        paid.assertStatus(201);
        assertThat(paid.json().getJsonObject("source").getString("amount"))
                .isEqualTo(quote.getSource().getAmount());
        assertThat(paid.json().getJsonObject("target").getString("amount")).isEqualTo("100.00");
        assertThat(paid.json().getString("rate")).isEqualTo(quote.getRate());
        assertThat(paid.json().getString("quote_id")).isEqualTo(quote.getQuoteId());

        var repeat = pay(ada, quote.getQuoteId(), "100.00", "first");
        assertThat(repeat.json()).isEqualTo(paid.json());
        assertThat(pay(ada, quote.getQuoteId(), "100.00", "second").code()).isEqualTo("quote_used");
    }

    @Test
    void only_one_of_two_concurrent_payments_uses_the_quote() {
        topUp(ada, "2000.00");

        for (int round = 0; round < 10; round++) {
            var quote = quote(ada);
            int number = round;
            var payments = IntStream.range(0, 2)
                    .mapToObj(i -> start(ada, quote.getQuoteId(), "100.00", number + "-" + i))
                    .toList();
            var responses = payments.stream().map(CompletableFuture::join).toList();

            assertThat(responses).extracting(HttpResult::status).containsExactlyInAnyOrder(201, 422);
            assertThat(responses).extracting(HttpResult::code).containsExactlyInAnyOrder(null, "quote_used");
        }
    }

    @Test
    void a_payment_that_does_not_match_the_quote_leaves_it_unused() {
        topUp(ada, "1000.00");
        var quote = quote(ada);

        assertThat(pay(ada, quote.getQuoteId(), "99.99", "other-amount").code()).isEqualTo("quote_mismatch");
        topUp(blaise, "1000.00");
        assertThat(pay(blaise, quote.getQuoteId(), "100.00", "not-his").code()).isEqualTo("quote_not_found");
        assertThat(pay(ada, UUID.randomUUID().toString(), "100.00", "no-such").code())
                .isEqualTo("quote_not_found");

        assertThat(isUsed(quote)).isFalse();
        assertThat(pay(ada, quote.getQuoteId(), "100.00", "fits").status()).isEqualTo(201);
        assertThat(isUsed(quote)).isTrue();
    }

    private boolean isUsed(Quote quote) {
        var request =
                GetQuoteRequest.newBuilder().setQuoteId(quote.getQuoteId()).build();
        return services.forex()
                .call(ForexServiceGrpcClient.GetQuote, request, services.token(ada, Scope.FOREX_TRADE))
                .getQuote()
                .getUsed();
    }

    private static Quote quote(String owner) {
        var request = CreateQuoteRequest.newBuilder()
                .setAmount(Money.newBuilder().setAmount("100.00").setCurrency("EUR"))
                .setOtherCurrency("USD")
                .build();
        return services.forex()
                .call(ForexServiceGrpcClient.CreateQuote, request, services.token(owner, Scope.FOREX_TRADE))
                .getQuote();
    }

    private static void topUp(String user, String amount) {
        client.topUp(user, amount, "USD");
    }

    private static HttpResult pay(String payer, String quote, String amount, String key) {
        return start(payer, quote, amount, key).join();
    }

    private static CompletableFuture<HttpResult> start(String payer, String quote, String amount, String key) {
        var order = new JsonObject()
                .put("to", PAYEE)
                .put("amount", amount)
                .put("currency", "EUR")
                .put("quote_id", quote);
        return client.start(payer, "/process", key, order);
    }
}
