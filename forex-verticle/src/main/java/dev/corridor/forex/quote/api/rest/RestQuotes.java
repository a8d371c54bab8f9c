package dev.corridor.forex.quote.api.rest;

import dev.corridor.forex.quote.domain.Quote;
import dev.corridor.forex.quote.domain.QuotePricing;
import dev.corridor.forex.quote.usecase.QuoteIssuance;
import dev.corridor.forex.reference.wire.RatesJson;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.Currency;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;

/** REST operations of quotes; their contract is openapi/forex.yaml. Belongs to one verticle. */
public final class RestQuotes {
    private final QuoteIssuance quotes;

    public RestQuotes(QuoteIssuance quotes) {
        this.quotes = quotes;
    }

    public void mount(RestTransport rest) {
        rest.operation("createQuote", Scope.FOREX_TRADE, this::createQuote)
                .operation("getQuote", Scope.FOREX_TRADE, this::getQuote);
    }

    private Future<Reply> createQuote(Caller caller, RestRequest request) {
        return quote(caller, request)
                .map(quote -> Reply.created("/quotes/" + quote.id(), json(quote).put("used", false)));
    }

    private Future<Quote> quote(Caller caller, RestRequest request) {
        boolean isSourceFixed = request.body().containsKey("amount");
        if (isSourceFixed == request.body().containsKey("to_amount")) {
            throw Problem.of(StandardError.INVALID_REQUEST, "A quote takes either amount or to_amount.");
        }
        var validFor = Duration.ofSeconds(
                request.body().getInteger("valid_for_seconds", (int) QuotePricing.STANDARD.toSeconds()));
        var from = request.body().getString("from");
        var to = request.body().getString("to");
        return isSourceFixed
                ? quotes.fixedSource(caller.subject(), request.money("amount", "from"), Currency.of(to), validFor)
                : quotes.fixedTarget(caller.subject(), request.money("to_amount", "to"), Currency.of(from), validFor);
    }

    private Future<Reply> getQuote(Caller caller, RestRequest request) {
        return quotes.find(caller.subject(), UUID.fromString(request.path("id")))
                .map(stored -> Reply.ok(
                        json(stored.quote()).put("used", stored.usedBy().isPresent())));
    }

    private static JsonObject json(Quote quote) {
        return new JsonObject()
                .put("id", quote.id().toString())
                .put("source", RatesJson.money(quote.source()))
                .put("target", RatesJson.money(quote.target()))
                .put("rate", quote.rate().toPlainString())
                .put("mid", quote.mid().toPlainString())
                .put("markup", quote.markup().toPlainString())
                .put("fee", RatesJson.money(quote.fee()))
                .put("created_at", quote.createdAt().toString())
                .put("expires_at", quote.expiresAt().toString());
    }
}
