package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.v1.CreateQuoteRequest;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.GetQuoteRequest;
import dev.corridor.forex.v1.Quote;
import dev.corridor.money.v1.Money;
import dev.corridor.platform.services.PaymentClient.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Payments at a promised price, with the real forex and ledger behind them. */
class QuotedPaymentIT {
    private static final String PAYEE = UUID.randomUUID().toString();
    private static DeployedServices services;
    private static PaymentClient user;

    private final String ada = UUID.randomUUID().toString();
    private final String blaise = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        services = new DeployedServices();
        user = new PaymentClient(services);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void a_payment_is_made_at_exactly_the_promised_price() {
        topUp(ada, "1000.00");
        var quote = quote(ada);

        var paid = pay(ada, quote.getQuoteId(), "100.00", "first");

        paid.require(201);
        assertThat(paid.body().getJsonObject("source").getString("amount"))
                .isEqualTo(quote.getSource().getAmount());
        assertThat(paid.body().getJsonObject("target").getString("amount")).isEqualTo("100.00");
        assertThat(paid.body().getString("rate")).isEqualTo(quote.getRate());
        assertThat(paid.body().getString("quote_id")).isEqualTo(quote.getQuoteId());

        var again = pay(ada, quote.getQuoteId(), "100.00", "first");
        assertThat(again.body()).isEqualTo(paid.body());
        assertThat(pay(ada, quote.getQuoteId(), "100.00", "second").code()).isEqualTo("quote_used");
    }

    @Test
    void of_two_payments_at_once_one_gets_the_quote() {
        topUp(ada, "2000.00");

        for (int round = 0; round < 10; round++) {
            var quote = quote(ada);
            int number = round;
            var answers = Future.all(IntStream.range(0, 2)
                            .mapToObj(i -> send(ada, quote.getQuoteId(), "100.00", number + "-" + i))
                            .toList())
                    .await()
                    .<Answer>list();

            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 422);
            assertThat(answers).extracting(Answer::code).containsExactlyInAnyOrder(null, "quote_used");
        }
    }

    @Test
    void what_does_not_fit_the_quote_pays_nothing_and_leaves_it() {
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
                .call(ForexServiceGrpcClient.GetQuote, request, services.token(ada, "forex:trade"))
                .await()
                .getUsed();
    }

    private static Quote quote(String owner) {
        var request = CreateQuoteRequest.newBuilder()
                .setAmount(Money.newBuilder().setAmount("100.00").setCurrency("EUR"))
                .setOtherCurrency("USD")
                .build();
        return services.forex()
                .call(ForexServiceGrpcClient.CreateQuote, request, services.token(owner, "forex:trade"))
                .await();
    }

    private static void topUp(String person, String amount) {
        user.topUp(person, amount, "USD");
    }

    private static Answer pay(String payer, String quote, String amount, String key) {
        return send(payer, quote, amount, key).await();
    }

    private static Future<Answer> send(String payer, String quote, String amount, String key) {
        var order = new JsonObject()
                .put("to", PAYEE)
                .put("amount", amount)
                .put("currency", "EUR")
                .put("quote_id", quote);
        return user.start(payer, "/process", Optional.of(key), order);
    }
}
