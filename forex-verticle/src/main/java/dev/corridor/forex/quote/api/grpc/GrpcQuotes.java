package dev.corridor.forex.quote.api.grpc;

import dev.corridor.forex.quote.domain.QuotePricing;
import dev.corridor.forex.quote.usecase.QuoteIssuance;
import dev.corridor.forex.quote.wire.FixedSides;
import dev.corridor.forex.v1.CreateQuoteRequest;
import dev.corridor.forex.v1.CreateQuoteResponse;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.GetQuoteRequest;
import dev.corridor.forex.v1.GetQuoteResponse;
import dev.corridor.forex.v1.Quote;
import dev.corridor.forex.v1.UseQuoteRequest;
import dev.corridor.forex.v1.UseQuoteResponse;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.kit.value.ProtoTime;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/** gRPC methods of quotes, a part of forex.v1.ForexService. Belongs to one verticle. */
public final class GrpcQuotes {
    private final QuoteIssuance quotes;

    public GrpcQuotes(QuoteIssuance quotes) {
        this.quotes = quotes;
    }

    public void mount(GrpcTransport grpc) {
        grpc.unary(ForexServiceGrpcService.CreateQuote, Scope.FOREX_TRADE, this::createQuote)
                .unary(ForexServiceGrpcService.GetQuote, Scope.FOREX_TRADE, this::getQuote)
                .unary(ForexServiceGrpcService.UseQuote, Scope.PAYMENTS_WRITE, this::useQuote);
    }

    private Future<CreateQuoteResponse> createQuote(Caller caller, CreateQuoteRequest request) {
        int seconds = request.getValidForSeconds();
        var validFor = seconds == 0 ? QuotePricing.STANDARD : Duration.ofSeconds(seconds);
        var other = Currency.of(request.getOtherCurrency());
        var amount = ProtoMoney.fromProto(request.getAmount());
        var quote = FixedSides.isSource(request.getFixedSide())
                ? quotes.fixedSource(caller.subject(), amount, other, validFor)
                : quotes.fixedTarget(caller.subject(), amount, other, validFor);
        return quote.map(created -> CreateQuoteResponse.newBuilder()
                .setQuote(toProto(created, false))
                .build());
    }

    private Future<GetQuoteResponse> getQuote(Caller caller, GetQuoteRequest request) {
        return quotes.find(caller.subject(), id(request.getQuoteId())).map(stored -> GetQuoteResponse.newBuilder()
                .setQuote(toProto(stored.quote(), stored.usedBy().isPresent()))
                .build());
    }

    private Future<UseQuoteResponse> useQuote(Caller caller, UseQuoteRequest request) {
        var target = ProtoMoney.fromProto(request.getTarget());
        return quotes.use(caller.subject(), id(request.getQuoteId()), id(request.getTakerId()), target)
                .map(quote -> UseQuoteResponse.newBuilder()
                        .setQuote(toProto(quote, true))
                        .build());
    }

    private static UUID id(String text) {
        return RequestId.parse(text, StandardError.INVALID_REQUEST);
    }

    private static Quote toProto(dev.corridor.forex.quote.domain.Quote quote, boolean used) {
        return Quote.newBuilder()
                .setQuoteId(quote.id().toString())
                .setSource(ProtoMoney.toProto(quote.source()))
                .setTarget(ProtoMoney.toProto(quote.target()))
                .setRate(quote.rate().toPlainString())
                .setMid(quote.mid().toPlainString())
                .setMarkup(quote.markup().toPlainString())
                .setFee(ProtoMoney.toProto(quote.fee()))
                .setCreatedAt(ProtoTime.toProto(quote.createdAt()))
                .setExpiresAt(ProtoTime.toProto(quote.expiresAt()))
                .setUsed(used)
                .build();
    }
}
