package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.corridor.forex.v1.CreateAlertRequest;
import dev.corridor.forex.v1.CreateAlertResponse;
import dev.corridor.forex.v1.CreateQuoteRequest;
import dev.corridor.forex.v1.CreateQuoteResponse;
import dev.corridor.forex.v1.Direction;
import dev.corridor.forex.v1.FixedSide;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.Granularity;
import dev.corridor.forex.v1.ListCandlesRequest;
import dev.corridor.forex.v1.PriceRequest;
import dev.corridor.forex.v1.Side;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.money.v1.Money;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prices, quotes, alerts, candles and streams in currencies that have ended, over every transport. */
class EndedCurrenciesIT {
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

    @ParameterizedTest
    @CsvSource({"EUR, BGN", "BGN, EUR", "USD, HRK", "DEM, USD", "EUR, BYR"})
    void a_quote_is_refused(String from, String to) {
        var body = new JsonObject().put("from", from).put("to", to).put("amount", "1000");
        var request = CreateQuoteRequest.newBuilder()
                .setAmount(money("1000", to))
                .setOtherCurrency(from)
                .setFixedSide(FixedSide.FIXED_SIDE_TARGET)
                .build();

        var answer = forex.post("/quotes", body.encode(), forex.token("forex:trade"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertEnded(answer.json());
        assertRefused(grpc.call(ForexServiceGrpcClient.CreateQuote, request, forex.token("forex:trade"))
                .map(CreateQuoteResponse::getQuote));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR/BGN", "HRK/USD", "DEM/FRF"})
    void an_alert_is_refused(String pair) {
        var body = new JsonObject()
                .put("pair", pair)
                .put("price", "1.5")
                .put("side", "bid")
                .put("direction", "above");
        var request = CreateAlertRequest.newBuilder()
                .setPair(pair)
                .setPrice("1.5")
                .setSide(Side.SIDE_BID)
                .setDirection(Direction.DIRECTION_ABOVE)
                .build();

        var answer = forex.post("/alerts", body.encode(), forex.token("forex:read"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertEnded(answer.json());
        assertRefused(grpc.call(ForexServiceGrpcClient.CreateAlert, request, forex.token("forex:read"))
                .map(CreateAlertResponse::getAlert));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR/BGN", "HRK/USD", "LTL/EUR"})
    void candles_and_streams_of_today_are_refused(String pair) {
        var candles = ListCandlesRequest.newBuilder()
                .setPair(pair)
                .setGranularity(Granularity.GRANULARITY_1M)
                .build();

        for (var path : List.of("/candles?granularity=1m&pair=" + pair, "/rates/stream?pairs=EUR/USD," + pair)) {
            var answer = forex.get(path);
            assertThat(answer.status()).as(answer.body()).isEqualTo(422);
            assertEnded(answer.json());
        }
        assertRefused(grpc.call(ForexServiceGrpcClient.ListCandles, candles, forex.token("forex:read")));
        try (var client = forex.stream()) {
            client.send("{\"subscribe\":[\"EUR/USD\",\"" + pair + "\"]}");
            assertEnded(client.next("error"));
        }
    }

    @Test
    void candles_from_before_the_end_are_answered() {
        var answer = forex.get("/candles?granularity=1d&pair=EUR/BGN&from=2025-12-01&to=2025-12-31T23:00:00Z");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void no_pair_of_an_ended_currency_is_tradeable() {
        assertThat(forex.get("/instruments").json().getJsonArray("instruments").stream()
                        .map(JsonObject.class::cast)
                        .filter(instrument -> instrument.getBoolean("tradeable"))
                        .map(instrument -> instrument.getString("pair")))
                .hasSize(30 * 29)
                .noneMatch(pair -> pair.contains("BGN") || pair.contains("HRK"));
    }

    @ParameterizedTest
    @CsvSource({"BGN, 1000.00, 511.29", "HRK, 1000000.00, 132722.81", "EEK, 156.47, 10.00"})
    void an_old_balance_has_a_price_in_euros_at_the_fixed_rate(String currency, String amount, String euros) {
        var fixedSource = PriceRequest.newBuilder()
                .setFixedSide(FixedSide.FIXED_SIDE_SOURCE)
                .setAmount(money(amount, currency))
                .addCurrencies("EUR");
        var fixedTarget = PriceRequest.newBuilder()
                .setFixedSide(FixedSide.FIXED_SIDE_TARGET)
                .setAmount(money(euros, "EUR"))
                .addCurrencies(currency);

        assertThat(price(fixedSource).getTarget()).isEqualTo(money(euros, "EUR"));
        assertThat(new BigDecimal(price(fixedTarget).getSource().getAmount()))
                .isCloseTo(new BigDecimal(amount), offset(new BigDecimal("0.04")));
    }

    @ParameterizedTest
    @CsvSource({"EUR, BGN", "BGN, HRK", "USD, DEM", "BYR, EUR"})
    void there_is_no_price_into_an_ended_currency_or_of_one_without_a_fixed_rate(String source, String target) {
        var request = PriceRequest.newBuilder()
                .setFixedSide(FixedSide.FIXED_SIDE_SOURCE)
                .setAmount(money("1000", source))
                .addCurrencies(target)
                .build();

        assertRefused(grpc.call(ForexServiceGrpcClient.Price, request, forex.token("forex:read")));
    }

    private static dev.corridor.forex.v1.Conversion price(PriceRequest.Builder request) {
        return grpc.call(ForexServiceGrpcClient.Price, request.build(), forex.token("forex:read"))
                .await()
                .getConversions(0);
    }

    private static void assertEnded(JsonObject problem) {
        assertThat(problem.getString("code")).as(problem.encode()).isEqualTo("unknown_currency");
        assertThat(problem.getString("detail")).contains("is no currency any more: its last day was");
    }

    private static void assertRefused(Future<?> call) {
        assertThatThrownBy(call::await).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code().code()).isEqualTo("unknown_currency");
            assertThat(problem.extensions()).containsKey("last_date");
        });
    }

    private static Money money(String amount, String currency) {
        return Money.newBuilder().setAmount(amount).setCurrency(currency).build();
    }
}
