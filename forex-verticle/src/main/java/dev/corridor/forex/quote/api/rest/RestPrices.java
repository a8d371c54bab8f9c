package dev.corridor.forex.quote.api.rest;

import dev.corridor.forex.quote.domain.Conversion;
import dev.corridor.forex.quote.usecase.LivePricing;
import dev.corridor.forex.reference.wire.CurrencyCodes;
import dev.corridor.forex.reference.wire.RatesJson;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.Money;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** REST operation that prices conversions at the live rates; its contract is openapi/forex.yaml. Belongs to one verticle. */
public final class RestPrices {
    private final LivePricing pricing;

    public RestPrices(LivePricing pricing) {
        this.pricing = pricing;
    }

    public void mount(RestTransport rest) {
        rest.operation("price", this::price);
    }

    private Future<Reply> price(Caller caller, RestRequest request) {
        if (!caller.has(Scope.FOREX_READ)) {
            caller.require(Scope.PAYMENTS_WRITE);
        }
        var amount = Money.parse(
                request.query("amount").orElseThrow(), request.query("currency").orElseThrow());
        var currencies = CurrencyCodes.parse(request.list("currencies"));
        var conversions = request.query("fixed_side").filter("source"::equals).isPresent()
                ? pricing.fixedSource(amount, currencies)
                : pricing.fixedTarget(amount, currencies);
        return Future.succeededFuture(Reply.ok(new JsonObject()
                .put(
                        "conversions",
                        new JsonArray(conversions.stream().map(RestPrices::json).toList()))));
    }

    private static JsonObject json(Conversion conversion) {
        return new JsonObject()
                .put("source", RatesJson.money(conversion.source()))
                .put("target", RatesJson.money(conversion.target()))
                .put("rate", conversion.rate().toPlainString())
                .put("mid", conversion.mid().toPlainString())
                .put("priced_at", conversion.pricedAt().toString());
    }
}
