package dev.corridor.forex.reference.wire;

import dev.corridor.forex.reference.domain.DatedRates;
import dev.corridor.forex.reference.domain.PublishedCurrency;
import dev.corridor.forex.reference.domain.RateProvenance;
import dev.corridor.forex.reference.domain.RateSeries;
import dev.corridor.forex.reference.domain.ReferenceConversion;
import dev.corridor.forex.reference.domain.Staleness;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes reference rates as JSON, as openapi/forex.yaml defines them. */
public final class RatesJson {
    private RatesJson() {}

    public static JsonObject of(DatedRates dated, Currency base, Collection<Currency> symbols) {
        return new JsonObject()
                .put("base", base.code())
                .put("date", dated.date().toString())
                .mergeIn(provenance(dated.provenance()))
                .put("rates", rates(dated.rates().rates(base, symbols)));
    }

    public static JsonObject of(RateSeries series) {
        var points = new JsonArray();
        series.points().forEach(point -> points.add(point(point)));
        var json = new JsonObject()
                .put("base", series.request().base().code())
                .put("from", series.request().from().toString())
                .put("to", series.request().to().toString())
                .put("by", series.request().period().name().toLowerCase(Locale.ROOT))
                .mergeIn(provenance(series.provenance()))
                .put("points", points);
        SeriesCursor.next(series).ifPresent(next -> json.put("next_cursor", next));
        return json;
    }

    public static JsonObject of(ReferenceConversion conversion) {
        return new JsonObject()
                .put("indicative", true)
                .put("source", money(conversion.source()))
                .put("target", money(conversion.target()))
                .put("rate", conversion.rate().toPlainString())
                .put("date", conversion.at().date().toString())
                .mergeIn(provenance(conversion.at().provenance()));
    }

    public static JsonObject of(List<PublishedCurrency> currencies) {
        var list = new JsonArray();
        currencies.forEach(published -> list.add(new JsonObject()
                .put("code", published.currency().code())
                .put("name", published.currency().name())
                .put("digits", published.currency().digits())
                .put("first_date", published.first().toString())
                .put("last_date", published.last().toString())
                .put("discontinued", published.discontinued())));
        return new JsonObject().put("currencies", list);
    }

    private static JsonObject point(RateSeries.Point point) {
        return new JsonObject()
                .put("date", point.date().toString())
                .put("as_of", point.provenance().asOf().toString())
                .put("stale", point.provenance().stale())
                .put("stale_reason", reason(point.provenance()))
                .put("rates", rates(point.rates()));
    }

    private static JsonObject provenance(RateProvenance provenance) {
        return new JsonObject()
                .put("as_of", provenance.asOf().toString())
                .put("provider", provenance.provider())
                .put("stale", provenance.stale())
                .put("stale_reason", reason(provenance))
                .put("next_due", provenance.nextDue().toString());
    }

    private static String reason(RateProvenance provenance) {
        return provenance.staleness().map(Staleness::code).orElse(null);
    }

    private static JsonObject rates(Map<Currency, BigDecimal> rates) {
        var json = new JsonObject();
        rates.forEach((symbol, rate) -> json.put(symbol.code(), rate.toPlainString()));
        return json;
    }

    public static JsonObject money(Money money) {
        return new JsonObject()
                .put("amount", money.amount())
                .put("currency", money.currency().code());
    }
}
