package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.v1.ConvertRequest;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.GetReferenceRatesRequest;
import dev.corridor.forex.v1.GetTimeSeriesRequest;
import dev.corridor.forex.v1.ListCurrenciesRequest;
import dev.corridor.forex.v1.SeriesPeriod;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.money.v1.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reference rates over gRPC, compared with REST. */
class ReferenceRatesGrpcIT {
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
    void grpc_returns_the_same_reference_rates_as_rest() {
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
    void a_cursor_of_another_series_is_refused() {
        forex.awaitHistory();
        var range = "/rates/series?from=2026-10-01&to=2026-10-27";
        var cursor = "&cursor="
                + forex.get(range + "&symbols=USD,GBP&limit=3").json().getString("next_cursor");

        assertThat(forex.get(range + "&symbols=GBP,USD&limit=4" + cursor).status())
                .isEqualTo(200);
        for (String other : List.of(
                range,
                range + "&symbols=USD",
                range + "&symbols=USD,GBP&base=CHF",
                range + "&symbols=USD,GBP&by=week",
                "/rates/series?from=2026-10-01&to=2026-10-28&symbols=USD,GBP")) {
            forex.get(other + cursor).assertProblem(400, "cursor_invalid");
        }
        forex.get(range + "&symbols=USD,GBP&cursor=2026-10-06").assertProblem(400, "cursor_invalid");
    }

    @Test
    void grpc_returns_the_same_series_as_rest() {
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
    void grpc_converts_as_rest_does() {
        forex.awaitHistory();
        var request = ConvertRequest.newBuilder()
                .setAmount(money("100.00", "USD"))
                .setTo("JPY")
                .setDate("2026-10-25");

        var conversion = grpc.call(ForexServiceGrpcClient.Convert, request.build(), reader())
                .await();

        var rest = forex.get("/convert?from=USD&to=JPY&amount=100.00&date=2026-10-25")
                .json();
        assertThat(conversion.getTarget().getAmount())
                .isEqualTo(rest.getJsonObject("target").getString("amount"));
        assertThat(conversion.getRate()).isEqualTo(rest.getString("rate"));
        assertThat(conversion.getProvenance().getAsOf()).isEqualTo("2026-10-23");
    }

    @Test
    void grpc_refuses_what_rest_refuses() {
        var backwards = GetTimeSeriesRequest.newBuilder().setFrom("2026-10-28").setTo("2026-10-27");

        assertThatThrownBy(() -> grpc.call(ForexServiceGrpcClient.GetTimeSeries, backwards.build(), reader())
                        .await())
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("range_invalid"));
    }

    @ParameterizedTest
    @CsvSource({
        "BGN, 2026-01-01, unknown_currency, last_date, 2025-12-31",
        "HRK, 2023-01-01, unknown_currency, last_date, 2022-12-31",
        "ISK, 2010-06-01, unknown_currency, hole_to, 2018-01-31",
        "USD, 9999-12-31, date_in_future, ,"
    })
    void grpc_refuses_a_date_on_which_there_is_no_rate(
            String currency, String date, String code, String member, String value) {
        forex.awaitHistory();
        var rates = GetReferenceRatesRequest.newBuilder().addSymbols(currency).setDate(date);
        var conversion = ConvertRequest.newBuilder()
                .setAmount(money("1.00", "EUR"))
                .setTo(currency)
                .setDate(date);

        for (var refused : List.of(
                grpc.call(ForexServiceGrpcClient.GetReferenceRates, rates.build(), reader()),
                grpc.call(ForexServiceGrpcClient.Convert, conversion.build(), reader()))) {
            assertThatThrownBy(refused::await).isInstanceOfSatisfying(Problem.class, problem -> {
                assertThat(problem.code().code()).isEqualTo(code);
                assertThat(problem.code().fault().httpStatus()).isEqualTo(422);
                assertThat(member == null ? null : problem.extensions().get(member))
                        .isEqualTo(value);
            });
        }
    }

    private static Money money(String amount, String currency) {
        return Money.newBuilder().setAmount(amount).setCurrency(currency).build();
    }

    private static String newest() {
        return new EcbArchive().newest().asOf().toString();
    }

    private static String reader() {
        return forex.token("forex:read");
    }
}
