package dev.corridor.forex.reference.api.rest;

import dev.corridor.forex.reference.domain.DatedRates;
import dev.corridor.forex.reference.domain.PublishedDays;
import dev.corridor.forex.reference.domain.RateSeries;
import dev.corridor.forex.reference.usecase.ReferenceRateQueries;
import dev.corridor.forex.reference.wire.CalendarDate;
import dev.corridor.forex.reference.wire.CurrencyCodes;
import dev.corridor.forex.reference.wire.RatesCsv;
import dev.corridor.forex.reference.wire.RatesJson;
import dev.corridor.forex.reference.wire.SeriesCursor;
import dev.corridor.forex.wire.CsvFormat;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Locale;

/** REST operations of reference rates; their contract is openapi/forex.yaml. Belongs to one verticle. */
public final class RestReferenceRates {
    /** Rates change once a day; whoever waits for the new ones waits this much longer behind a cache. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final ReferenceRateQueries rates;
    private final LatestRatesCache latest = new LatestRatesCache();

    public RestReferenceRates(ReferenceRateQueries rates) {
        this.rates = rates;
    }

    public void mount(RestTransport rest) {
        rest.publicOperation("listCurrencies", this::listCurrencies)
                .publicOperation("getLatestRates", this::getLatestRates)
                .publicOperation("getRatesOfDate", this::getRatesOfDate)
                .publicOperation("getRateSeries", this::getRateSeries)
                .operation("convert", Scope.FOREX_READ, this::convert);
    }

    private Future<Reply> listCurrencies(Caller caller, RestRequest request) {
        return Future.succeededFuture(Reply.ok(RatesJson.of(rates.currencies())).publicFor(FRESH));
    }

    private Future<Reply> getLatestRates(Caller caller, RestRequest request) {
        return Future.succeededFuture(latest.of(rates.latest(), request, this::reply));
    }

    private Future<Reply> getRatesOfDate(Caller caller, RestRequest request) {
        return rates.on(CalendarDate.parse(request.path("date"))).map(dated -> reply(dated, request));
    }

    private Future<Reply> getRateSeries(Caller caller, RestRequest request) {
        return rates.series(seriesRequest(request))
                .map(series -> wantsCsv(request) ? csv(RatesCsv.of(series), series) : Reply.ok(RatesJson.of(series)))
                .map(reply -> reply.publicFor(FRESH));
    }

    private Future<Reply> convert(Caller caller, RestRequest request) {
        var source = Money.parse(
                request.query("amount").orElse(null), request.query("from").orElse(null));
        var to = Currency.of(request.query("to").orElse(null));
        return rates.convert(source.requirePositive(), to, request.query("date").map(CalendarDate::parse))
                .map(worth -> Reply.ok(RatesJson.of(worth)));
    }

    private Reply reply(DatedRates dated, RestRequest request) {
        var base = CurrencyCodes.base(request.query("base"));
        var symbols = CurrencyCodes.parse(request.list("symbols"));
        rates.require(dated, base, symbols);
        var reply = wantsCsv(request)
                ? csv(RatesCsv.of(dated, base, symbols))
                : Reply.ok(RatesJson.of(dated, base, symbols));
        return reply.publicFor(FRESH);
    }

    private static RateSeries.Request seriesRequest(RestRequest request) {
        var range = new SeriesCursor.Range(
                CalendarDate.parse(request.query("from").orElse("")),
                CalendarDate.parse(request.query("to").orElse("")),
                request.query("by")
                        .map(by -> PublishedDays.Period.valueOf(by.toUpperCase(Locale.ROOT)))
                        .orElse(PublishedDays.Period.DAY));
        return SeriesCursor.request(
                CurrencyCodes.base(request.query("base")),
                CurrencyCodes.parse(request.list("symbols")),
                range,
                request.query("cursor"),
                ReferenceRateQueries.LIMIT.of(request.query("limit")));
    }

    static boolean wantsCsv(RestRequest request) {
        return CsvFormat.isRequested(request);
    }

    private static Reply csv(String text) {
        return Reply.of(200, CsvFormat.MEDIA_TYPE, Buffer.buffer(text));
    }

    /** Returns the cursor as a header, since CSV has no place for it. */
    private static Reply csv(String text, RateSeries series) {
        return SeriesCursor.next(series)
                .map(next -> csv(text).header("next-cursor", next))
                .orElseGet(() -> csv(text));
    }
}
