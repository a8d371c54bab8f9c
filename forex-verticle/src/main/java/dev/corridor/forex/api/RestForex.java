package dev.corridor.forex.api;

import dev.corridor.forex.ReferenceRateBook;
import dev.corridor.forex.domain.Instrument;
import dev.corridor.forex.domain.ReferenceRates;
import dev.corridor.kit.door.Reply;
import dev.corridor.kit.door.RestDoor;
import dev.corridor.kit.door.RestRequest;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.money.Money;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** The REST door; its contract is openapi/forex.yaml. */
public final class RestForex {
    private final ReferenceRateBook book;
    private final Reply instruments;

    public RestForex(ReferenceRateBook book, Collection<Instrument> instruments) {
        this.book = book;
        this.instruments = instruments(instruments);
    }

    public void mount(RestDoor rest) {
        rest.operation("listCurrencies", Scope.FOREX_READ, this::listCurrencies)
                .operation("listInstruments", Scope.FOREX_READ, this::listInstruments)
                .operation("getLatestRates", Scope.FOREX_READ, this::getLatestRates)
                .operation("getRatesOfDate", Scope.FOREX_READ, this::getRatesOfDate)
                .operation("convert", Scope.FOREX_READ, this::convert);
    }

    private Future<Reply> listCurrencies(Caller caller, RestRequest request) {
        var currencies = new JsonArray();
        book.newest()
                .currencies()
                .forEach(currency -> currencies.add(new JsonObject()
                        .put("code", currency.getCurrencyCode())
                        .put("name", currency.getDisplayName(Locale.ENGLISH))
                        .put("digits", currency.getDefaultFractionDigits())));
        return Future.succeededFuture(Reply.ok(new JsonObject().put("currencies", currencies)));
    }

    private Future<Reply> listInstruments(Caller caller, RestRequest request) {
        return Future.succeededFuture(instruments);
    }

    private Future<Reply> getLatestRates(Caller caller, RestRequest request) {
        return Future.succeededFuture(Reply.ok(json(book.newest(), request)));
    }

    private Future<Reply> getRatesOfDate(Caller caller, RestRequest request) {
        var date = CalendarDate.parse(request.path("date"));
        return book.on(date).map(rates -> Reply.ok(json(rates, request).put("date", date.toString())));
    }

    private Future<Reply> convert(Caller caller, RestRequest request) {
        var source = Money.parse(
                request.query("amount").orElse(null), request.query("from").orElse(null));
        var to = Money.currency(request.query("to").orElse(null));
        var rates = book.newest();
        var target = rates.convert(source.requirePositive(), to);
        return Future.succeededFuture(Reply.ok(provenance(rates)
                .put("indicative", true)
                .put("source", json(source))
                .put("target", json(target))
                .put("rate", rates.rate(source.currency(), to).toPlainString())));
    }

    private static JsonObject json(ReferenceRates rates, RestRequest request) {
        var base = request.query("base").map(Money::currency).orElse(ReferenceRates.EURO);
        var figures = new JsonObject();
        rates.rates(base, symbols(request))
                .forEach((symbol, rate) -> figures.put(symbol.getCurrencyCode(), text(rate)));
        return provenance(rates).put("base", base.getCurrencyCode()).put("rates", figures);
    }

    /** No figure leaves without it. */
    private static JsonObject provenance(ReferenceRates rates) {
        return new JsonObject().put("as_of", rates.asOf().toString()).put("provider", rates.provider());
    }

    private static JsonObject json(Money money) {
        return new JsonObject()
                .put("amount", money.amount())
                .put("currency", money.currency().getCurrencyCode());
    }

    private static Reply instruments(Collection<Instrument> instruments) {
        var list = new JsonArray();
        instruments.forEach(instrument -> list.add(new JsonObject()
                .put("pair", instrument.pair().toString())
                .put("base", instrument.pair().base().getCurrencyCode())
                .put("quote", instrument.pair().quote().getCurrencyCode())
                .put("decimals", instrument.decimals())
                .put("pip", text(instrument.pip()))
                .put("half_spread", text(instrument.halfSpread()))));
        return Reply.ok(new JsonObject().put("instruments", list));
    }

    private static List<Currency> symbols(RestRequest request) {
        return request.query("symbols")
                .map(list -> Arrays.stream(list.split(",")).map(Money::currency).toList())
                .orElse(List.of());
    }

    private static String text(BigDecimal rate) {
        return rate.toPlainString();
    }
}
