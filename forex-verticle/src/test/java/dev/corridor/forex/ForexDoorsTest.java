package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.domain.ReferenceRates;
import dev.corridor.forex.source.EcbArchive;
import dev.corridor.forex.source.EcbXml;
import dev.corridor.forex.v1.Fix;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.GetReferenceRatesRequest;
import dev.corridor.forex.v1.ListCurrenciesRequest;
import dev.corridor.forex.v1.PriceRequest;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.rpc.ServiceClient;
import dev.corridor.money.v1.Money;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForexDoorsTest {
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
    void currencies_have_their_iso_digits() {
        var currencies = forex.get("/currencies").json().getJsonArray("currencies");

        assertThat(currencies)
                .contains(
                        new JsonObject().put("code", "EUR").put("name", "Euro").put("digits", 2),
                        new JsonObject()
                                .put("code", "JPY")
                                .put("name", "Japanese Yen")
                                .put("digits", 0));
    }

    @Test
    void every_pair_of_the_newest_publication_is_an_instrument() {
        int currencies =
                forex.get("/currencies").json().getJsonArray("currencies").size();

        var instruments = forex.get("/instruments").json().getJsonArray("instruments");

        assertThat(instruments).hasSize(currencies * (currencies - 1));
        assertThat(instruments.getJsonObject(0).fieldNames())
                .containsExactly("pair", "base", "quote", "decimals", "pip", "half_spread");
    }

    @Test
    void the_latest_rates_are_those_of_the_newest_file() {
        var newest = new EcbArchive().newest();

        var latest = forex.get("/rates/latest").json();

        assertThat(latest.getString("base")).isEqualTo("EUR");
        assertThat(latest.getString("as_of")).isEqualTo(newest.asOf().toString());
        assertThat(latest.getString("provider")).isEqualTo("ECB");
        assertThat(latest.getJsonObject("rates").getMap()).isEqualTo(figures(newest));
    }

    @Test
    void base_and_symbols_choose_the_rates() {
        var rates = forex.get("/rates/latest?base=USD&symbols=GBP,EUR").json();

        assertThat(rates.getString("base")).isEqualTo("USD");
        assertThat(rates.getJsonObject("rates").fieldNames()).containsExactly("EUR", "GBP");
    }

    @Test
    void rates_of_the_past_equal_the_file_to_the_last_digit() {
        forex.awaitHistory();
        for (var publication : sampleOfHistory()) {
            var served = forex.get("/rates/" + publication.asOf()).json();

            assertThat(served.getString("as_of")).isEqualTo(publication.asOf().toString());
            assertThat(served.getJsonObject("rates").getMap()).isEqualTo(figures(publication));
        }
    }

    @Test
    void a_weekend_is_answered_with_the_friday_before() {
        forex.awaitHistory();

        var sunday = forex.get("/rates/2023-02-19?symbols=USD").json();

        assertThat(sunday)
                .isEqualTo(new JsonObject()
                        .put("as_of", "2023-02-17")
                        .put("provider", "ECB")
                        .put("base", "EUR")
                        .put("rates", new JsonObject().put("USD", "1.0625"))
                        .put("date", "2023-02-19"));
    }

    @Test
    void before_the_first_publication_there_are_no_rates() {
        forex.awaitHistory();

        var answer = forex.get("/rates/1998-12-31");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().getString("code")).isEqualTo("rates_not_found");
    }

    @Test
    void a_conversion_is_indicative_and_says_where_its_rate_is_from() {
        var newest = new EcbArchive().newest();
        var exact = new BigDecimal("100.00")
                .divide(newest.perEuro().get(java.util.Currency.getInstance("USD")), 2, RoundingMode.HALF_EVEN);

        var worth = forex.get("/convert?from=USD&to=EUR&amount=100.00").json();

        assertThat(worth.getBoolean("indicative")).isTrue();
        assertThat(worth.getString("as_of")).isEqualTo(newest.asOf().toString());
        assertThat(worth.getString("provider")).isEqualTo("ECB");
        assertThat(worth.getJsonObject("source"))
                .isEqualTo(new JsonObject().put("amount", "100.00").put("currency", "USD"));
        assertThat(worth.getJsonObject("target"))
                .isEqualTo(new JsonObject().put("amount", exact.toPlainString()).put("currency", "EUR"));
    }

    @ParameterizedTest
    @CsvSource({
        "/rates/latest?base=XXX, 422, unknown_currency",
        "/rates/latest?base=usd, 422, unknown_currency",
        "/rates/latest?symbols=USD-GBP, 422, unknown_currency",
        "/rates/latest?symbols=CYP, 422, unknown_currency",
        "/rates/yesterday, 400, date_invalid",
        "/rates/2023-02-30, 400, date_invalid",
        "/convert?from=USD&to=EUR, 400, invalid_request",
        "/convert?from=USD&to=EUR&amount=-1, 422, amount_invalid",
        "/convert?from=USD&to=EUR&amount=0, 422, amount_invalid",
        "/convert?from=USD&to=EUR&amount=1e3, 422, amount_invalid",
        "/convert?from=USD&to=EUR&amount=1.001, 422, amount_invalid",
        "/convert?from=JPY&to=EUR&amount=1.5, 422, amount_invalid",
        "/convert?from=USD&to=IDR&amount=90000000000000000, 422, amount_invalid",
        "/convert?from=USD&to=%00&amount=1, 400, invalid_request",
        "/nothing, 404, not_found",
        "/ws/rates, 400, invalid_request",
    })
    void bad_input_is_a_problem_with_a_code(String path, int status, String code) {
        var answer = forex.get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().getString("code")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/currencies",
                "/instruments",
                "/rates/latest",
                "/rates/2023-02-21",
                "/convert?from=USD&to=EUR&amount=1"
            })
    void rates_over_rest_need_a_token_with_the_scope(String path) {
        assertThat(forex.get(path, "").status()).isEqualTo(401);
        assertThat(forex.get(path, forex.token("profile:read")).status()).isEqualTo(403);
    }

    @Test
    void grpc_lists_the_currencies() {
        var list = Await.result(
                grpc.call(ForexServiceGrpcClient.ListCurrencies, ListCurrenciesRequest.getDefaultInstance(), reader()));

        assertThat(list.getCurrenciesList()).anySatisfy(currency -> {
            assertThat(currency.getCode()).isEqualTo("JPY");
            assertThat(currency.getDigits()).isZero();
        });
    }

    @Test
    void grpc_answers_reference_rates_like_rest() {
        var request = GetReferenceRatesRequest.newBuilder()
                .setBase("USD")
                .addSymbols("GBP")
                .addSymbols("EUR");

        var rates = Await.result(grpc.call(ForexServiceGrpcClient.GetReferenceRates, request.build(), reader()));

        var rest = forex.get("/rates/latest?base=USD&symbols=GBP,EUR").json();
        assertThat(rates.getAsOf()).isEqualTo(rest.getString("as_of"));
        assertThat(rates.getRatesMap()).isEqualTo(rest.getJsonObject("rates").getMap());
    }

    @Test
    void grpc_prices_a_fixed_target() {
        var conversion = price(Fix.FIX_TARGET, "100.00", "EUR", "USD").getConversions(0);

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
        int currencies =
                forex.get("/currencies").json().getJsonArray("currencies").size();

        var priced = price(Fix.FIX_SOURCE, "100.00", "EUR");

        assertThat(priced.getConversionsList())
                .hasSize(currencies)
                .allSatisfy(conversion -> assertThat(conversion.getSource()).isEqualTo(money("100.00", "EUR")));
    }

    @Test
    void a_currency_is_priced_in_itself_at_one() {
        var conversion = price(Fix.FIX_TARGET, "100.00", "EUR", "EUR").getConversions(0);

        assertThat(conversion.getSource()).isEqualTo(money("100.00", "EUR"));
        assertThat(conversion.getRate()).isEqualTo("1");
    }

    @Test
    void a_price_of_a_discontinued_currency_is_refused() {
        assertThatThrownBy(() -> price(Fix.FIX_TARGET, "100.00", "EUR", "CYP"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("unknown_currency"));
    }

    @Test
    void a_price_needs_a_token_of_rates_or_of_payments() {
        var request = PriceRequest.newBuilder().setAmount(money("1.00", "EUR")).build();

        assertThat(Await.result(grpc.call(ForexServiceGrpcClient.Price, request, forex.token("payments:write")))
                        .getConversionsCount())
                .isPositive();
        assertThatThrownBy(() ->
                        Await.result(grpc.call(ForexServiceGrpcClient.Price, request, forex.token("profile:read"))))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("forbidden"));
    }

    private static dev.corridor.forex.v1.PriceResponse price(
            Fix fix, String amount, String currency, String... currencies) {
        var request = PriceRequest.newBuilder()
                .setFix(fix)
                .setAmount(money(amount, currency))
                .addAllCurrencies(List.of(currencies));
        return Await.result(grpc.call(ForexServiceGrpcClient.Price, request.build(), reader()));
    }

    private static Money money(String amount, String currency) {
        return Money.newBuilder().setAmount(amount).setCurrency(currency).build();
    }

    private static String reader() {
        return forex.token("forex:read");
    }

    private static List<ReferenceRates> sampleOfHistory() {
        try (EcbXml publications = new EcbArchive().history().open()) {
            Iterable<ReferenceRates> all = () -> publications;
            return StreamSupport.stream(all.spliterator(), false)
                    .filter(publication -> publication.asOf().getDayOfYear() % 100 == 4
                            || publication.asOf().equals(LocalDate.parse("1999-01-04")))
                    .toList();
        }
    }

    private static Map<String, Object> figures(ReferenceRates rates) {
        return rates.perEuro().entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().getCurrencyCode(), each -> each.getValue()
                        .toPlainString()));
    }
}
