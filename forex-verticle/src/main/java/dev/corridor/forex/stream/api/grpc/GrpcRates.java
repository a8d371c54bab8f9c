package dev.corridor.forex.stream.api.grpc;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.quote.usecase.LivePricing;
import dev.corridor.forex.quote.wire.FixedSides;
import dev.corridor.forex.reference.api.grpc.GrpcReferenceRates;
import dev.corridor.forex.reference.wire.CurrencyCodes;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.usecase.SubscriptionTerms;
import dev.corridor.forex.stream.wire.EncodedTick;
import dev.corridor.forex.stream.wire.TickProtos;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.PriceRequest;
import dev.corridor.forex.v1.PriceResponse;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.forex.v1.Tick;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.kit.value.ProtoTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The gRPC door to live prices, and with {@link GrpcReferenceRates} all of forex.v1.ForexService. Belongs to one verticle. */
public final class GrpcRates {
    private final LivePricing desk;
    private final LiveRates live;
    private final Broadcast broadcast;
    private final StreamLimits limits;
    private final Set<TickStream> streams = new HashSet<>();

    public GrpcRates(LivePricing desk, LiveRates live, Broadcast broadcast, StreamLimits limits) {
        this.desk = desk;
        this.live = live;
        this.broadcast = broadcast;
        this.limits = limits;
    }

    public void mount(GrpcTransport grpc) {
        grpc.service(ForexServiceGrpcService.SERVICE_NAME, ForexServiceGrpcService.SERVICE_DESCRIPTOR)
                .unary(ForexServiceGrpcService.Price, this::price)
                .serverStream(ForexServiceGrpcService.StreamRates, Scope.FOREX_READ, this::streamRates);
    }

    private Future<PriceResponse> price(Caller caller, PriceRequest request) {
        if (!caller.has(Scope.FOREX_READ)) {
            caller.require(Scope.PAYMENTS_WRITE);
        }
        var amount = ProtoMoney.fromProto(request.getAmount());
        var currencies = CurrencyCodes.parse(request.getCurrenciesList());
        var conversions = FixedSides.isSource(request.getFixedSide())
                ? desk.spending(amount, currencies)
                : desk.receiving(amount, currencies);
        var response = PriceResponse.newBuilder();
        conversions.forEach(conversion -> response.addConversions(toProto(conversion)));
        return Future.succeededFuture(response.build());
    }

    /** Lasts until this service stops, or the caller goes away: then nobody is left to complete the call for. */
    private Future<Void> streamRates(
            Caller caller, StreamRatesRequest request, WriteStream<Tick> answers, Future<?> gone) {
        var selection = PairSelection.of(request.getPairsList(), live);
        selection.requireKnown();
        selection.requireAtMost(limits.maxSubscriptions(), ForexError.TOO_MANY_PAIRS);
        var stream = new TickStream(answers, broadcast);
        streams.add(stream);
        answers.drainHandler(drained -> stream.subscriber.drained());
        gone.onComplete(left -> leave(stream));
        selection
                .ticks()
                .forEach(latest -> broadcast.subscribe(stream.subscriber, latest, terms(request, latest.pair())));
        return stream.ended.future();
    }

    private static SubscriptionTerms terms(StreamRatesRequest request, Pair pair) {
        var after = request.getAfterMap().get(pair.toString());
        return new SubscriptionTerms(0, after == null ? OptionalLong.empty() : OptionalLong.of(after));
    }

    /** Ends the streams. */
    public void close() {
        for (var stream : List.copyOf(streams)) {
            leave(stream);
            stream.end();
        }
    }

    private void leave(TickStream stream) {
        if (streams.remove(stream)) {
            broadcast.leave(stream.subscriber);
        }
    }

    /** One call of StreamRates. A snapshot is a tick that says so. */
    private static final class TickStream implements Subscriber.Outlet {
        private final WriteStream<Tick> answers;
        private final Subscriber subscriber;
        private final Promise<Void> ended = Promise.promise();

        TickStream(WriteStream<Tick> answers, Broadcast broadcast) {
            this.answers = answers;
            this.subscriber = broadcast.join(this);
        }

        @Override
        public boolean isFull() {
            return answers.writeQueueFull();
        }

        @Override
        public void snapshot(EncodedTick frame) {
            answers.write(TickProtos.snapshot(frame));
        }

        @Override
        public void tick(EncodedTick frame) {
            answers.write(TickProtos.tick(frame));
        }

        @Override
        public void conflated(EncodedTick frame, long firstSeq) {
            answers.write(TickProtos.conflated(frame, firstSeq));
        }

        /** The snapshot that follows says it. */
        @Override
        public void gap(Pair pair, long after) {}

        /** A caller who reads nothing would not read the end either. */
        void end() {
            if (isFull() && answers instanceof GrpcServerResponse<?, ?> call) {
                call.cancel();
            } else {
                ended.complete();
            }
        }
    }

    private static dev.corridor.forex.v1.Conversion toProto(dev.corridor.forex.quote.domain.Conversion conversion) {
        return dev.corridor.forex.v1.Conversion.newBuilder()
                .setSource(ProtoMoney.toProto(conversion.source()))
                .setTarget(ProtoMoney.toProto(conversion.target()))
                .setRate(conversion.rate().toPlainString())
                .setMid(conversion.mid().toPlainString())
                .setPricedAt(ProtoTime.toProto(conversion.pricedAt()))
                .build();
    }
}
