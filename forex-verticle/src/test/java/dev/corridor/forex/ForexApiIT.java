package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.reference.client.EcbArchive;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Health, contracts, instruments and input errors of the forex service. */
class ForexApiIT {
    private static RunningForex forex;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of());
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void is_ready_as_soon_as_it_is_deployed() {
        var health = forex.get("/health/ready", "");

        assertThat(health.status()).as(health.body()).isEqualTo(200);
    }

    @Test
    void serves_its_contracts() {
        assertThat(forex.get("/openapi.yaml", "").body()).contains("/rates/latest");
        assertThat(forex.get("/asyncapi.yaml", "").body()).contains("asyncapi: 3.0.0");
    }

    @Test
    void every_pair_of_the_newest_publication_is_an_instrument() {
        int currencies = new EcbArchive().newest().currencies().size();

        var instruments = forex.get("/instruments").json().getJsonArray("instruments");

        assertThat(instruments).hasSize(currencies * (currencies - 1));
        assertThat(instruments.getJsonObject(0).fieldNames())
                .containsExactly(
                        "pair",
                        "base",
                        "quote",
                        "decimals",
                        "pip",
                        "half_spread",
                        "volatility",
                        "tradeable",
                        "min_amount");
    }

    @Test
    void instruments_have_their_volatility_and_a_spread_that_follows_from_it() {
        var byPair = forex.get("/instruments").json().getJsonArray("instruments").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(each -> each.getString("pair"), each -> each));

        assertThat(number(byPair, "EUR/USD", "volatility")).isBetween(0.03, 0.2);
        assertThat(number(byPair, "EUR/DKK", "volatility")).isLessThan(0.01);
        assertThat(number(byPair, "EUR/DKK", "half_spread")).isEqualTo(0.0002);
        assertThat(number(byPair, "EUR/ZAR", "half_spread")).isGreaterThan(number(byPair, "EUR/USD", "half_spread"));
    }

    @ParameterizedTest
    @CsvSource({
        "/rates/latest?base=XXX, 422, unknown_currency",
        "/rates/latest?base=usd, 422, unknown_currency",
        "/rates/latest?base=, 400, invalid_request",
        "/rates/latest?symbols=USD-GBP, 422, unknown_currency",
        "/rates/latest?symbols=CYP, 422, unknown_currency",
        "/rates/latest?symbols=USD%2C, 400, invalid_request",
        "/rates/latest?format=xml, 400, invalid_request",
        "/rates/yesterday, 400, date_invalid",
        "/rates/series, 400, invalid_request",
        "/rates/series?from=2026-10-27, 400, invalid_request",
        "/rates/series?from=2026-10-28&to=2026-10-27, 400, range_invalid",
        "/rates/series?from=2026-02-30&to=2026-03-21, 400, date_invalid",
        "/rates/series?from=2026-10-01&to=2026-10-27&by=year, 400, invalid_request",
        "/rates/series?from=2026-10-01&to=2026-10-27&limit=1001, 400, invalid_request",
        "/rates/series?from=2026-10-01&to=2026-10-27&limit=0, 400, invalid_request",
        "/rates/series?from=2026-10-01&to=2026-10-27&cursor=x, 400, cursor_invalid",
        "/convert?from=USD&to=EUR&amount=1&date=2026-02-30, 400, date_invalid",
        "/rates/2026-02-30, 400, date_invalid",
        "/convert?from=USD&to=EUR, 400, invalid_request",
        "/convert?from=USD&to=EUR&amount=-1, 422, amount_invalid",
        "/convert?from=USD&to=EUR&amount=0, 422, amount_invalid",
        "/convert?from=USD&to=EUR&amount=1e3, 422, amount_invalid",
        "/convert?from=USD&to=EUR&amount=1.001, 422, amount_invalid",
        "/convert?from=JPY&to=EUR&amount=1.5, 422, amount_invalid",
        "/convert?from=USD&to=IDR&amount=90000000000000000, 422, amount_invalid",
        "/convert?from=USD&to=%00&amount=1, 400, invalid_request",
        "/nothing, 404, not_found",
        "/ws/rates, 426, upgrade_required",
    })
    void bad_input_is_a_problem_with_a_code(String path, int status, String code) {
        var answer = forex.get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().getString("code")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/convert?from=USD&to=EUR&amount=1", "/candles?pair=USD/EUR&interval=1m"})
    void rates_over_rest_need_a_token_with_the_scope(String path) {
        assertThat(forex.get(path, "").status()).isEqualTo(401);
        assertThat(forex.get(path, forex.token("profile:read")).status()).isEqualTo(403);
    }

    private static double number(Map<String, JsonObject> byPair, String pair, String field) {
        return Double.parseDouble(byPair.get(pair).getString(field));
    }
}
