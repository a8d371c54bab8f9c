package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.client.EcbXml;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.v1.ConvertRequest;
import dev.corridor.forex.v1.FixedSide;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.GetReferenceRatesRequest;
import dev.corridor.forex.v1.GetTimeSeriesRequest;
import dev.corridor.forex.v1.ListCurrenciesRequest;
import dev.corridor.forex.v1.PriceRequest;
import dev.corridor.forex.v1.SeriesPeriod;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.money.v1.Money;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
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

class ForexDoorsIT {
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
    void currencies_have_their_iso_digits_and_the_days_they_were_published_on() {
        forex.awaitHistory();

        var currencies = forex.currencies();

        assertThat(currencies)
                .contains(
                        currency("CYP", "Cypriot Pound", 2, "1999-01-04", "2007-12-31", true),
                        currency("JPY", "Japanese Yen", 0, "1999-01-04", newest(), false),
                        currency("EUR", "Euro", 2, "1999-01-04", newest(), false));
        assertThat(currencies).allSatisfy(currency -> assertThat(((JsonObject) currency).getInteger("digits"))
                .isNotNegative());
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
    void instruments_say_how_much_they_have_moved_and_have_a_spread_accordingly() {
        var byPair = forex.get("/instruments").json().getJsonArray("instruments").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(each -> each.getString("pair"), each -> each));

        assertThat(number(byPair, "EUR/USD", "volatility")).isBetween(0.03, 0.2);
        assertThat(number(byPair, "EUR/DKK", "volatility")).isLessThan(0.01);
        assertThat(number(byPair, "EUR/DKK", "half_spread")).isEqualTo(0.0002);
        assertThat(number(byPair, "EUR/TRY", "half_spread")).isGreaterThan(number(byPair, "EUR/USD", "half_spread"));
    }

    private static double number(Map<String, JsonObject> byPair, String pair, String field) {
        return Double.parseDouble(byPair.get(pair).getString(field));
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

        sunday.remove("next_due");
        assertThat(sunday)
                .isEqualTo(new JsonObject()
                        .put("base", "EUR")
                        .put("date", "2023-02-19")
                        .put("as_of", "2023-02-17")
                        .put("provider", "ECB")
                        .put("stale", true)
                        .put("stale_reason", "weekend")
                        .put("rates", new JsonObject().put("USD", "1.0625")));
    }

    @Test
    void the_latest_rates_say_that_the_source_is_behind() {
        var latest = forex.get("/rates/latest").json();

        assertThat(latest.getBoolean("stale")).isTrue();
        assertThat(latest.getString("stale_reason")).isEqualTo("source_behind");
        assertThat(Instant.parse(latest.getString("next_due"))).isAfter(Instant.now());
    }

    @Test
    void a_discontinued_currency_has_rates_on_its_days() {
        forex.awaitHistory();

        assertThat(forex.get("/rates/2007-12-31?symbols=CYP").json().getJsonObject("rates"))
                .isEqualTo(new JsonObject().put("CYP", "0.585274"));
        assertThat(forex.get("/convert?from=CYP&to=EUR&amount=0.59&date=2008-01-01")
                        .json()
                        .getJsonObject("target"))
                .isEqualTo(new JsonObject().put("amount", "1.01").put("currency", "EUR"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rates/latest?symbols=USD,CYP",
                "/rates/2008-01-02?base=CYP",
                "/convert?from=CYP&to=EUR&amount=1&date=2008-01-02",
                "/rates/series?from=2008-01-01&to=2009-01-01&symbols=CYP"
            })
    void a_discontinued_currency_is_unknown_later_and_says_when_it_ended(String path) {
        forex.awaitHistory();

        var answer = forex.get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().getString("code")).isEqualTo("unknown_currency");
        assertThat(answer.json().getString("first_date")).isEqualTo("1999-01-04");
        assertThat(answer.json().getString("last_date")).isEqualTo("2007-12-31");
    }

    @Test
    void a_conversion_is_at_the_rates_of_its_date() {
        forex.awaitHistory();

        var conversion = forex.get("/convert?from=USD&to=GBP&amount=100.00&date=2023-02-19")
                .json();

        assertThat(conversion.getString("as_of")).isEqualTo("2023-02-17");
        assertThat(conversion.getString("stale_reason")).isEqualTo("weekend");
        assertThat(conversion.getBoolean("indicative")).isTrue();
    }

    @Test
    void a_series_has_a_point_a_publication() {
        forex.awaitHistory();

        var series = forex.get("/rates/series?from=2023-02-17&to=2023-02-21&symbols=USD")
                .json();

        assertThat(series.getJsonArray("points").stream().map(JsonObject.class::cast))
                .extracting(point -> point.getString("date") + " "
                        + point.getJsonObject("rates").getString("USD"))
                .containsExactly("2023-02-17 1.0625", "2023-02-20 1.0674", "2023-02-21 1.0664");
        assertThat(series.getBoolean("stale")).isFalse();
    }

    @Test
    void each_day_of_a_series_by_the_calendar_is_what_the_day_alone_is() {
        forex.awaitHistory();

        var series = forex.get("/rates/series?from=2022-12-24&to=2023-01-03&by=calendar_day&base=GBP&symbols=USD,EUR")
                .json()
                .getJsonArray("points");

        assertThat(series).hasSize(11);
        for (int i = 0; i < series.size(); i++) {
            var point = series.getJsonObject(i);
            var alone = forex.get("/rates/" + point.getString("date") + "?base=GBP&symbols=USD,EUR")
                    .json();
            for (var field : List.of("as_of", "stale", "rates")) {
                assertThat(point.getValue(field)).isEqualTo(alone.getValue(field));
            }
            assertThat(point.getString("stale_reason")).isEqualTo(alone.getString("stale_reason"));
        }
    }

    @Test
    void pages_of_a_series_make_up_the_whole() {
        forex.awaitHistory();
        var path = "/rates/series?from=1999-01-01&to=2023-02-21&by=month&symbols=USD,RUB";
        var whole = forex.get(path).json().getJsonArray("points");

        var first = forex.get(path + "&limit=200").json();
        var second = forex.get(path + "&limit=200&cursor=" + first.getString("next_cursor"))
                .json();

        assertThat(whole).hasSize(290);
        assertThat(first.getJsonArray("points").addAll(second.getJsonArray("points")))
                .isEqualTo(whole);
        assertThat(second.containsKey("next_cursor")).isFalse();
    }

    @Test
    void a_spreadsheet_has_the_cursor_in_a_header() {
        forex.awaitHistory();
        var path = "/rates/series?from=2023-02-01&to=2023-02-21&symbols=USD&format=csv&limit=10";

        var first = forex.get(path);
        var second = forex.get(
                path + "&cursor=" + first.headers().firstValue("next-cursor").orElseThrow());

        assertThat(first.body().lines()).hasSize(1 + 10);
        assertThat(second.body().lines()).hasSize(1 + 5);
        assertThat(second.headers().firstValue("next-cursor")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/rates/2023-02-19?symbols=USD&format=csv, application/json",
        "/rates/2023-02-19?symbols=USD, text/csv",
        "/rates/series?from=2023-02-19&to=2023-02-19&by=calendar_day&symbols=USD, text/csv",
    })
    void rates_are_csv_for_who_wants_it(String path, String accept) {
        forex.awaitHistory();

        var lines = forex.get(path, reader(), accept).body().lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo("date,base,symbol,rate,as_of,provider,stale,stale_reason,next_due");
        assertThat(lines.get(1)).startsWith("2023-02-19,EUR,USD,1.0625,2023-02-17,ECB,true,weekend,");
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

        var conversion = forex.get("/convert?from=USD&to=EUR&amount=100.00").json();

        assertThat(conversion.getBoolean("indicative")).isTrue();
        assertThat(conversion.getString("as_of")).isEqualTo(newest.asOf().toString());
        assertThat(conversion.getString("provider")).isEqualTo("ECB");
        assertThat(conversion.getJsonObject("source"))
                .isEqualTo(new JsonObject().put("amount", "100.00").put("currency", "USD"));
        assertThat(conversion.getJsonObject("target"))
                .isEqualTo(new JsonObject().put("amount", exact.toPlainString()).put("currency", "EUR"));
    }

    @ParameterizedTest
    @CsvSource({
        "/rates/latest?base=XXX, 422, unknown_currency",
        "/rates/latest?base=usd, 422, unknown_currency",
        "/rates/latest?base=, 422, unknown_currency",
        "/rates/latest?symbols=USD-GBP, 422, unknown_currency",
        "/rates/latest?symbols=CYP, 422, unknown_currency",
        "/rates/latest?symbols=USD%2C, 422, unknown_currency",
        "/rates/latest?format=xml, 400, invalid_request",
        "/rates/yesterday, 400, date_invalid",
        "/rates/series, 400, invalid_request",
        "/rates/series?from=2023-02-21, 400, invalid_request",
        "/rates/series?from=2023-02-22&to=2023-02-21, 400, range_invalid",
        "/rates/series?from=2023-02-30&to=2023-03-21, 400, date_invalid",
        "/rates/series?from=2023-02-01&to=2023-02-21&by=year, 400, invalid_request",
        "/rates/series?from=2023-02-01&to=2023-02-21&limit=1001, 400, invalid_request",
        "/rates/series?from=2023-02-01&to=2023-02-21&limit=0, 400, invalid_request",
        "/rates/series?from=2023-02-01&to=2023-02-21&cursor=x, 400, date_invalid",
        "/convert?from=USD&to=EUR&amount=1&date=2023-02-30, 400, date_invalid",
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
                "/rates/series?from=2023-02-01&to=2023-02-21",
                "/convert?from=USD&to=EUR&amount=1"
            })
    void rates_over_rest_need_a_token_with_the_scope(String path) {
        assertThat(forex.get(path, "").status()).isEqualTo(401);
        assertThat(forex.get(path, forex.token("profile:read")).status()).isEqualTo(403);
    }

    @Test
    void grpc_lists_the_currencies() {
        var list = grpc.call(
                        ForexServiceGrpcClient.ListCurrencies, ListCurrenciesRequest.getDefaultInstance(), reader())
                .await();

        assertThat(list.getCurrenciesList()).anySatisfy(currency -> {
            assertThat(currency.getCode()).isEqualTo("JPY");
            assertThat(currency.getDigits()).isZero();
            assertThat(currency.getDiscontinued()).isFalse();
            assertThat(currency.getLastDate()).isEqualTo(newest());
        });
    }

    @Test
    void grpc_lists_discontinued_currencies_on_request() {
        forex.awaitHistory();
        var everything =
                ListCurrenciesRequest.newBuilder().setIncludeDiscontinued(true).build();

        var list = grpc.call(ForexServiceGrpcClient.ListCurrencies, everything, reader())
                .await();
        var current = grpc.call(
                        ForexServiceGrpcClient.ListCurrencies, ListCurrenciesRequest.getDefaultInstance(), reader())
                .await();

        assertThat(list.getCurrenciesList()).anySatisfy(currency -> {
            assertThat(currency.getCode()).isEqualTo("CYP");
            assertThat(currency.getLastDate()).isEqualTo("2007-12-31");
            assertThat(currency.getDiscontinued()).isTrue();
        });
        assertThat(current.getCurrenciesList())
                .hasSizeLessThan(list.getCurrenciesCount())
                .noneMatch(dev.corridor.forex.v1.Currency::getDiscontinued);
    }

    @Test
    void grpc_answers_reference_rates_like_rest() {
        var request = GetReferenceRatesRequest.newBuilder()
                .setBase("USD")
                .addSymbols("GBP")
                .addSymbols("EUR");

        var rates = grpc.call(ForexServiceGrpcClient.GetReferenceRates, request.build(), reader())
                .await();

        var rest = forex.get("/rates/latest?base=USD&symbols=GBP,EUR").json();
        assertThat(rates.getAsOf()).isEqualTo(rest.getString("as_of"));
        assertThat(rates.getRatesMap()).isEqualTo(rest.getJsonObject("rates").getMap());
        assertThat(rates.getProvenance().getStale()).isEqualTo(rest.getBoolean("stale"));
        assertThat(rates.getProvenance().getStaleReason()).isEqualTo(rest.getString("stale_reason"));
        assertThat(rates.getProvenance().getNextDue().getSeconds())
                .isEqualTo(Instant.parse(rest.getString("next_due")).getEpochSecond());
    }

    @Test
    void grpc_answers_a_series_like_rest() {
        forex.awaitHistory();
        var request = GetTimeSeriesRequest.newBuilder()
                .setFrom("2022-12-24")
                .setTo("2023-01-31")
                .setBy(SeriesPeriod.SERIES_PERIOD_CALENDAR_DAY)
                .setLimit(20);

        var series = grpc.call(ForexServiceGrpcClient.GetTimeSeries, request.build(), reader())
                .await();

        var rest = forex.get("/rates/series?from=2022-12-24&to=2023-01-31&by=calendar_day&limit=20")
                .json();
        assertThat(series.getNextCursor()).isEqualTo(rest.getString("next_cursor"));
        assertThat(series.getPointsList()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            var point = series.getPoints(i);
            var other = rest.getJsonArray("points").getJsonObject(i);
            assertThat(point.getDate()).isEqualTo(other.getString("date"));
            assertThat(point.getProvenance().getAsOf()).isEqualTo(other.getString("as_of"));
            assertThat(point.getRatesMap())
                    .isEqualTo(other.getJsonObject("rates").getMap());
        }
    }

    @Test
    void grpc_converts_like_rest() {
        forex.awaitHistory();
        var request = ConvertRequest.newBuilder()
                .setAmount(money("100.00", "USD"))
                .setTo("JPY")
                .setDate("2023-02-19");

        var conversion = grpc.call(ForexServiceGrpcClient.Convert, request.build(), reader())
                .await();

        var rest = forex.get("/convert?from=USD&to=JPY&amount=100.00&date=2023-02-19")
                .json();
        assertThat(conversion.getTarget().getAmount())
                .isEqualTo(rest.getJsonObject("target").getString("amount"));
        assertThat(conversion.getRate()).isEqualTo(rest.getString("rate"));
        assertThat(conversion.getProvenance().getAsOf()).isEqualTo("2023-02-17");
    }

    @Test
    void grpc_refuses_what_rest_refuses() {
        var backwards = GetTimeSeriesRequest.newBuilder().setFrom("2023-02-22").setTo("2023-02-21");

        assertThatThrownBy(() -> grpc.call(ForexServiceGrpcClient.GetTimeSeries, backwards.build(), reader())
                        .await())
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("range_invalid"));
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
    void a_price_of_a_discontinued_currency_is_refused() {
        assertThatThrownBy(() -> price(FixedSide.FIXED_SIDE_TARGET, "100.00", "EUR", "CYP"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("unknown_currency"));
    }

    @Test
    void a_price_needs_a_token_of_rates_or_of_payments() {
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

    private static JsonObject currency(
            String code, String name, int digits, String first, String last, boolean discontinued) {
        return new JsonObject()
                .put("code", code)
                .put("name", name)
                .put("digits", digits)
                .put("first_date", first)
                .put("last_date", last)
                .put("discontinued", discontinued);
    }

    private static String newest() {
        return new EcbArchive().newest().asOf().toString();
    }

    private static String reader() {
        return forex.token("forex:read");
    }

    private static List<RatePublication> sampleOfHistory() {
        try (EcbXml publications = new EcbArchive().history().open()) {
            Iterable<RatePublication> all = () -> publications;
            return StreamSupport.stream(all.spliterator(), false)
                    .filter(publication -> publication.asOf().getDayOfYear() % 100 == 4
                            || publication.asOf().equals(LocalDate.parse("1999-01-04")))
                    .toList();
        }
    }

    private static Map<String, Object> figures(RatePublication rates) {
        return rates.perEuro().entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().getCurrencyCode(), each -> each.getValue()
                        .toPlainString()));
    }
}
