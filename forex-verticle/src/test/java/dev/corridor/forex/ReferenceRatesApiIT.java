package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.client.PublicationReader;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
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

/** Reference rates, time series and conversions over REST. */
class ReferenceRatesApiIT {
    private static RunningForex forex;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of());
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/currencies",
                "/instruments",
                "/rates/latest",
                "/rates/2008-01-02",
                "/rates/series?from=2008-01-02&to=2008-01-03",
            })
    void reference_data_is_public_and_may_be_cached(String path) {
        var answer = forex.get(path, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).contains("public, max-age=60");
        assertThat(answer.headers().firstValue("vary")).contains("Accept");
        assertThat(forex.getUnless(answer.header("etag"), path).status()).isEqualTo(304);
        assertThat(forex.getUnless("\"x\"", path).body()).isEqualTo(answer.body());
    }

    @Test
    void currencies_have_their_iso_digits_and_the_days_they_were_published_on() {
        forex.awaitHistory();

        var currencies = forex.currencies();

        assertThat(currencies)
                .contains(
                        currency("CYP", "Cypriot Pound", 2, "1999-01-04", "2007-12-31", true),
                        currency("BGN", "Bulgarian Lev", 2, "2000-07-19", "2025-12-31", true),
                        currency("JPY", "Japanese Yen", 0, "1999-01-04", newest(), false),
                        currency("EUR", "Euro", 2, "1999-01-04", newest(), false));
        assertThat(currencies).allSatisfy(currency -> assertThat(((JsonObject) currency).getInteger("digits"))
                .isNotNegative());
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
    void historical_rates_equal_the_published_file_exactly() {
        forex.awaitHistory();
        for (var publication : sampleOfHistory()) {
            var served = forex.get("/rates/" + publication.asOf()).json();

            assertThat(served.getString("as_of")).isEqualTo(publication.asOf().toString());
            assertThat(served.getJsonObject("rates").getMap()).isEqualTo(figures(publication));
        }
    }

    @Test
    void on_a_weekend_the_rates_of_friday_apply() {
        forex.awaitHistory();

        var sunday = forex.get("/rates/2026-10-25?symbols=USD").json();

        sunday.remove("next_due");
        assertThat(sunday)
                .isEqualTo(new JsonObject()
                        .put("base", "EUR")
                        .put("date", "2026-10-25")
                        .put("as_of", "2026-10-23")
                        .put("provider", "ECB")
                        .put("stale", true)
                        .put("stale_reason", "weekend")
                        .put("rates", new JsonObject().put("USD", "1.1193")));
    }

    @Test
    void the_latest_rates_are_stale_when_the_source_is_behind() {
        var latest = forex.get("/rates/latest").json();

        assertThat(latest.getBoolean("stale")).isTrue();
        assertThat(latest.getString("stale_reason")).isEqualTo("source_behind");
        assertThat(Instant.parse(latest.getString("next_due"))).isAfter(Instant.now());
    }

    @ParameterizedTest
    @CsvSource({
        "CYP, 0.59, 2007-12-31, 1.01",
        "HRK, 1000000.00, 2022-12-31, 132687.59",
        "BGN, 1000.00, 2025-12-31, 511.30",
        "ROL, 1000000, 2005-06-30, 27.75"
    })
    void a_currency_is_converted_up_to_its_last_day(String currency, String amount, String date, String euros) {
        forex.awaitHistory();

        var conversion = forex.get("/convert?from=%s&to=EUR&amount=%s&date=%s".formatted(currency, amount, date));

        assertThat(conversion.status()).as(conversion.body()).isEqualTo(200);
        assertThat(conversion.json().getJsonObject("target"))
                .isEqualTo(new JsonObject().put("amount", euros).put("currency", "EUR"));
    }

    @ParameterizedTest
    @CsvSource({
        "/rates/latest?symbols=USD%2CCYP, 2007-12-31",
        "/rates/2008-01-01?base=CYP, 2007-12-31",
        "/convert?from=CYP&to=EUR&amount=1&date=2008-01-02, 2007-12-31",
        "/convert?from=HRK&to=EUR&amount=1&date=2023-01-01, 2022-12-31",
        "/convert?from=EUR&to=BGN&amount=1, 2025-12-31",
        "/convert?from=BGN&to=EUR&amount=1&date=2026-06-30, 2025-12-31",
        "/convert?from=DEM&to=EUR&amount=1, 1998-12-31",
        "/rates/series?from=2008-01-01&to=2009-01-01&symbols=CYP, 2007-12-31",
        "/rates/series?from=2023-01-01&to=2023-01-01&by=calendar_day&symbols=HRK, 2022-12-31"
    })
    void a_currency_is_unknown_after_its_last_day(String path, String lastDay) {
        forex.awaitHistory();

        var answer = forex.get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().getString("code")).isEqualTo("unknown_currency");
        assertThat(answer.json().getString("last_date")).isEqualTo(lastDay);
        assertThat(answer.json().getString("detail")).contains(lastDay);
    }

    /** 2023-01-01 is a Sunday, on which the rates of Friday apply. */
    @Test
    void carried_rates_leave_out_a_currency_that_has_ended_since() {
        forex.awaitHistory();

        var friday = forex.get("/rates/2022-12-30").json();
        var sunday = forex.get("/rates/2023-01-01").json();
        var points = forex.get("/rates/series?from=2022-12-31&to=2023-01-01&by=calendar_day")
                .json()
                .getJsonArray("points");

        assertThat(sunday.getString("as_of")).isEqualTo("2022-12-30");
        var expected = friday.getJsonObject("rates").copy();
        assertThat(expected.remove("HRK")).isEqualTo("7.5365");
        assertThat(sunday.getJsonObject("rates")).isEqualTo(expected);
        assertThat(points.getJsonObject(0).getJsonObject("rates").getString("HRK"))
                .isEqualTo("7.5365");
        assertThat(points.getJsonObject(1).getJsonObject("rates")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rates/series?from=2010-01-01&to=2010-03-01&symbols=ISK",
                "/rates/series?from=2008-12-10&to=2018-01-31&base=ISK&by=month",
                "/rates/series?from=2009-02-01&to=2009-02-01&by=calendar_day&symbols=USD,ISK",
                "/rates/2010-06-01?symbols=ISK",
                "/rates/2018-01-31?base=ISK",
                "/convert?from=ISK&to=EUR&amount=1&date=2008-12-10"
            })
    void a_hole_in_the_rates_of_a_currency_is_refused_and_told(String path) {
        forex.awaitHistory();

        var answer = forex.get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().getString("code")).isEqualTo("unknown_currency");
        assertThat(answer.json().getString("hole_from")).isEqualTo("2008-12-10");
        assertThat(answer.json().getString("hole_to")).isEqualTo("2018-01-31");
        assertThat(answer.json().getString("detail")).contains("2008-12-10 to 2018-01-31");
    }

    @Test
    void a_series_around_a_hole_has_the_rates_on_both_sides() {
        forex.awaitHistory();

        var before = forex.get("/rates/series?from=2008-12-09&to=2008-12-10&symbols=ISK")
                .json()
                .getJsonArray("points");
        var after = forex.get("/rates/2018-02-01?symbols=ISK").json();

        assertThat(before.getJsonObject(0).getJsonObject("rates")).isEqualTo(new JsonObject().put("ISK", "290"));
        assertThat(before.getJsonObject(1).getJsonObject("rates").isEmpty()).isTrue();
        assertThat(after.getJsonObject("rates")).isEqualTo(new JsonObject().put("ISK", "125.01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rates/9999-12-31",
                "/convert?from=USD&to=EUR&amount=1.00&date=9998-05-05",
                "/rates/series?from=2026-10-30&to=9999-01-01&symbols=USD"
            })
    void a_date_in_the_future_is_refused(String path) {
        forex.awaitHistory();

        var answer = forex.get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().getString("code")).isEqualTo("date_in_future");
    }

    @Test
    void a_conversion_is_at_the_rates_of_its_date() {
        forex.awaitHistory();

        var conversion = forex.get("/convert?from=USD&to=GBP&amount=100.00&date=2026-10-25")
                .json();

        assertThat(conversion.getString("as_of")).isEqualTo("2026-10-23");
        assertThat(conversion.getString("stale_reason")).isEqualTo("weekend");
        assertThat(conversion.getBoolean("indicative")).isTrue();
    }

    @Test
    void a_series_has_one_point_per_publication() {
        forex.awaitHistory();

        var series = forex.get("/rates/series?from=2026-10-23&to=2026-10-27&symbols=USD")
                .json();

        assertThat(series.getJsonArray("points").stream().map(JsonObject.class::cast))
                .extracting(point -> point.getString("date") + " "
                        + point.getJsonObject("rates").getString("USD"))
                .containsExactly("2026-10-23 1.1193", "2026-10-26 1.1188", "2026-10-27 1.115");
        assertThat(series.getBoolean("stale")).isFalse();
    }

    @Test
    void each_day_of_a_series_by_calendar_day_equals_the_rates_of_that_day() {
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
        var path = "/rates/series?from=1999-01-01&to=2026-10-27&by=month&symbols=USD,RUB";
        var whole = forex.get(path).json().getJsonArray("points");

        var first = forex.get(path + "&limit=200").json();
        var second = forex.get(path + "&limit=200&cursor=" + first.getString("next_cursor"))
                .json();

        assertThat(whole).hasSize(334);
        assertThat(first.getJsonArray("points").addAll(second.getJsonArray("points")))
                .isEqualTo(whole);
        assertThat(second.containsKey("next_cursor")).isFalse();
    }

    @Test
    void csv_has_its_cursor_in_a_header() {
        forex.awaitHistory();
        var path = "/rates/series?from=2026-10-01&to=2026-10-27&symbols=USD&format=csv&limit=10";

        var first = forex.get(path);
        var second = forex.get(
                path + "&cursor=" + first.headers().firstValue("next-cursor").orElseThrow());

        assertThat(first.body().lines()).hasSize(1 + 10);
        assertThat(second.body().lines()).hasSize(1 + 9);
        assertThat(second.headers().firstValue("next-cursor")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/rates/2026-10-25?symbols=USD&format=csv, application/json",
        "/rates/2026-10-25?symbols=USD, text/csv",
        "/rates/series?from=2026-10-25&to=2026-10-25&by=calendar_day&symbols=USD, text/csv",
    })
    void rates_are_csv_on_request(String path, String accept) {
        forex.awaitHistory();

        var lines = forex.get(path, reader(), accept).body().lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo("date,base,symbol,rate,as_of,provider,stale,stale_reason,next_due");
        assertThat(lines.get(1)).startsWith("2026-10-25,EUR,USD,1.1193,2026-10-23,ECB,true,weekend,");
    }

    @Test
    void before_the_first_publication_there_are_no_rates() {
        forex.awaitHistory();

        var answer = forex.get("/rates/1998-12-31");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().getString("code")).isEqualTo("rates_not_found");
    }

    @Test
    void a_conversion_is_indicative_and_has_its_provenance() {
        var newest = new EcbArchive().newest();
        var exact =
                new BigDecimal("100.00").divide(newest.perEuro().get(Currency.of("USD")), 2, RoundingMode.HALF_EVEN);

        var conversion = forex.get("/convert?from=USD&to=EUR&amount=100.00").json();

        assertThat(conversion.getBoolean("indicative")).isTrue();
        assertThat(conversion.getString("as_of")).isEqualTo(newest.asOf().toString());
        assertThat(conversion.getString("provider")).isEqualTo("ECB");
        assertThat(conversion.getJsonObject("source"))
                .isEqualTo(new JsonObject().put("amount", "100.00").put("currency", "USD"));
        assertThat(conversion.getJsonObject("target"))
                .isEqualTo(new JsonObject().put("amount", exact.toPlainString()).put("currency", "EUR"));
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
        try (PublicationReader publications = new EcbArchive().open()) {
            Iterable<RatePublication> all = () -> publications;
            return StreamSupport.stream(all.spliterator(), false)
                    .filter(publication -> publication.asOf().getDayOfYear() % 100 == 4
                            || publication.asOf().equals(LocalDate.parse("1999-01-04")))
                    .toList();
        }
    }

    private static Map<String, Object> figures(RatePublication rates) {
        return rates.perEuro().entrySet().stream()
                .collect(Collectors.toMap(
                        each -> each.getKey().code(), each -> each.getValue().toPlainString()));
    }
}
