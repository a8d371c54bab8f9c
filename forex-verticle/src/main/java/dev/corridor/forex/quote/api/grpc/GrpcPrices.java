package dev.corridor.forex.quote.api.grpc;

import dev.corridor.forex.quote.domain.Conversion;
import dev.corridor.forex.quote.usecase.LivePricing;
import dev.corridor.forex.quote.wire.FixedSides;
import dev.corridor.forex.reference.wire.CurrencyCodes;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.PriceRequest;
import dev.corridor.forex.v1.PriceResponse;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.kit.value.ProtoTime;
import io.vertx.core.Future;

/** gRPC method that prices conversions at the live rates. Belongs to one verticle. */
public final class GrpcPrices {
    private final LivePricing pricing;

    public GrpcPrices(LivePricing pricing) {
        this.pricing = pricing;
    }

    public void mount(GrpcTransport grpc) {
        grpc.unary(ForexServiceGrpcService.Price, this::price);
    }

    private Future<PriceResponse> price(Caller caller, PriceRequest request) {
        if (!caller.has(Scope.FOREX_READ)) {
            caller.require(Scope.PAYMENTS_WRITE);
        }
        var amount = ProtoMoney.fromProto(request.getAmount());
        var currencies = CurrencyCodes.parse(request.getCurrenciesList());
        var conversions = FixedSides.isSource(request.getFixedSide())
                ? pricing.fixedSource(amount, currencies)
                : pricing.fixedTarget(amount, currencies);
        var response = PriceResponse.newBuilder();
        conversions.forEach(conversion -> response.addConversions(toProto(conversion)));
        return Future.succeededFuture(response.build());
    }

    private static dev.corridor.forex.v1.Conversion toProto(Conversion conversion) {
        return dev.corridor.forex.v1.Conversion.newBuilder()
                .setSource(ProtoMoney.toProto(conversion.source()))
                .setTarget(ProtoMoney.toProto(conversion.target()))
                .setRate(conversion.rate().toPlainString())
                .setMid(conversion.mid().toPlainString())
                .setPricedAt(ProtoTime.toProto(conversion.pricedAt()))
                .build();
    }
}
