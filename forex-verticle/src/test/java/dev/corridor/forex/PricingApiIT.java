package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.v1.FixedSide;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.ListInstrumentsRequest;
import dev.corridor.forex.v1.PriceRequest;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.money.v1.Money;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices of conversions at the live rates. */
class PricingApiIT {
    private static RunningForex forex;
    private static ServiceClient grpc;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of());
        grpc = forex.grpc();
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void grpc_prices_a_fixed_target() {
        var conversion =
                price(FixedSide.FIXED_SIDE_TARGET, "100.00", "EUR", "USD").getConversions(0);

        var rate = new BigDecimal(conversion.getRate());
        assertThat(conversion.getTarget()).isEqualTo(money("100.00", "EUR"));
        assertThat(conversion.getSource())
                .isEqualTo(money(
                        new BigDecimal("100.00")
                                .divide(rate, 2, RoundingMode.HALF_EVEN)
                                .toPlainString(),
                        "USD"));
        assertThat(rate).isLessThan(new BigDecimal(conversion.getMid()));
    }

    @Test
    void grpc_prices_a_fixed_source_in_every_currency_when_none_is_named() {
        int currencies = new EcbArchive().newest().currencies().size();

        var priced = price(FixedSide.FIXED_SIDE_SOURCE, "100.00", "EUR");

        assertThat(priced.getConversionsList())
                .hasSize(currencies)
                .allSatisfy(conversion -> assertThat(conversion.getSource()).isEqualTo(money("100.00", "EUR")));
    }

    @Test
    void a_currency_is_priced_in_itself_at_one() {
        var conversion =
                price(FixedSide.FIXED_SIDE_TARGET, "100.00", "EUR", "EUR").getConversions(0);

        assertThat(conversion.getSource()).isEqualTo(money("100.00", "EUR"));
        assertThat(conversion.getRate()).isEqualTo("1");
    }

    @Test
    void a_price_of_a_currency_that_is_not_published_any_more_is_refused() {
        assertThatThrownBy(() -> price(FixedSide.FIXED_SIDE_TARGET, "100.00", "EUR", "RUB"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("unknown_currency"));
    }

    @Test
    void a_price_needs_the_scope_of_rates_or_of_payments() {
        var request = PriceRequest.newBuilder().setAmount(money("1.00", "EUR")).build();

        assertThat(grpc.call(ForexServiceGrpcClient.Price, request, forex.token("payments:write"))
                        .await()
                        .getConversionsCount())
                .isPositive();
        assertThatThrownBy(() -> grpc.call(ForexServiceGrpcClient.Price, request, forex.token("profile:read"))
                        .await())
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("forbidden"));
    }

    @Test
    void rest_prices_as_grpc_does() {
        var rest = forex.get("/prices?amount=100.00&currency=EUR&fixed_side=source&currencies=USD,JPY&currencies=EUR")
                .assertStatus(200)
                .json()
                .getJsonArray("conversions");
        var target = forex.get("/prices?amount=100.00&currency=EUR&currencies=USD")
                .json()
                .getJsonArray("conversions")
                .getJsonObject(0);

        assertThat(rest)
                .extracting(each -> ((JsonObject) each).getJsonObject("target").getString("currency"))
                .containsExactly("USD", "JPY", "EUR");
        assertThat(rest).allSatisfy(each -> assertThat(((JsonObject) each).getJsonObject("source"))
                .isEqualTo(new JsonObject().put("amount", "100.00").put("currency", "EUR")));
        assertThat(target.getJsonObject("target").getString("amount")).isEqualTo("100.00");
        assertThat(new BigDecimal(target.getString("rate"))).isLessThan(new BigDecimal(target.getString("mid")));
    }

    @ParameterizedTest
    @CsvSource({
        "amount=1.00&currency=EUR&currencies=ZZZ, unknown_currency",
        "amount=1.001&currency=EUR, amount_invalid",
        "amount=1e0&currency=EUR&fixed_side=both, invalid_request",
        "currency=EUR, invalid_request",
        "amount=1.00&currency=EUR&currency=USD, invalid_request",
    })
    void rest_refuses_a_price_that_it_cannot_give(String query, String code) {
        assertThat(forex.get("/prices?" + query).code()).isEqualTo(code);
    }

    @Test
    void grpc_lists_the_instruments_of_rest() {
        var rest = forex.get("/instruments").json().getJsonArray("instruments");

        var instruments = grpc.call(
                        ForexServiceGrpcClient.ListInstruments, ListInstrumentsRequest.getDefaultInstance(), reader())
                .await()
                .getInstrumentsList();

        assertThat(instruments).hasSameSizeAs(rest);
        var first = rest.getJsonObject(0);
        assertThat(instruments.get(0).getPair()).isEqualTo(first.getString("pair"));
        assertThat(instruments.get(0).getHalfSpread()).isEqualTo(first.getString("half_spread"));
        assertThat(instruments.get(0).getVolatility()).isEqualTo(first.getString("volatility"));
        assertThat(instruments.get(0).getMinAmount())
                .isEqualTo(money(first.getString("min_amount"), first.getString("base")));
    }

    private static dev.corridor.forex.v1.PriceResponse price(
            FixedSide fixedSide, String amount, String currency, String... currencies) {
        var request = PriceRequest.newBuilder()
                .setFixedSide(fixedSide)
                .setAmount(money(amount, currency))
                .addAllCurrencies(List.of(currencies));
        return grpc.call(ForexServiceGrpcClient.Price, request.build(), reader())
                .await();
    }

    private static Money money(String amount, String currency) {
        return Money.newBuilder().setAmount(amount).setCurrency(currency).build();
    }

    private static String reader() {
        return forex.token("forex:read");
    }
}
