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
import dev.corridor.kit.value.Money;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;

/** The REST door to firm prices; its contract is openapi/forex.yaml. */
public final class RestQuotes {
    private final QuoteIssuance desk;

    public RestQuotes(QuoteIssuance desk) {
        this.desk = desk;
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
        boolean spends = request.body().containsKey("amount");
        if (spends == request.body().containsKey("to_amount")) {
            throw Problem.of(StandardError.INVALID_REQUEST, "A quote fixes either amount or to_amount.");
        }
        var validFor = Duration.ofSeconds(
                request.body().getInteger("valid_for_seconds", (int) QuotePricing.PLAIN.toSeconds()));
        var from = request.body().getString("from");
        var to = request.body().getString("to");
        return spends
                ? desk.spending(caller.subject(), request.money("amount", "from"), Money.currency(to), validFor)
                : desk.receiving(caller.subject(), request.money("to_amount", "to"), Money.currency(from), validFor);
    }

    private Future<Reply> getQuote(Caller caller, RestRequest request) {
        return desk.find(caller.subject(), UUID.fromString(request.path("id")))
                .map(kept ->
                        Reply.ok(json(kept.quote()).put("used", kept.usedBy().isPresent())));
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
