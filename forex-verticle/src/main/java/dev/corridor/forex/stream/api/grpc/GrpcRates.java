package dev.corridor.forex.stream.api.grpc;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.usecase.SubscriptionTerms;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.forex.v1.StreamRatesResponse;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.grpc.ResponseStream;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** gRPC method that streams live rates. Belongs to one verticle. */
public final class GrpcRates {
    private final LiveRates live;
    private final Broadcast broadcast;
    private final StreamLimits limits;
    private final Set<GrpcTickStream> streams = new HashSet<>();

    public GrpcRates(LiveRates live, Broadcast broadcast, StreamLimits limits) {
        this.live = live;
        this.broadcast = broadcast;
        this.limits = limits;
    }

    public void mount(GrpcTransport grpc) {
        grpc.serverStream(ForexServiceGrpcService.StreamRates, Scope.FOREX_READ, this::streamRates);
    }

    /** Streams until the call is over. */
    private Future<?> streamRates(
            Caller caller, StreamRatesRequest request, ResponseStream<StreamRatesResponse> responses, Future<?> gone) {
        var selection = PairSelection.of(request.getPairsList(), live.latest(), live.now());
        selection.requireKnown();
        selection.requireAtMost(limits.maxSubscriptions(), ForexError.TOO_MANY_PAIRS);
        responses.stream().hold(selection.ticks().size() * Subscriber.SUBSCRIPTION_BYTES);
        responses.stream().endWhenFullFor(limits.slowAfter());
        var stream = new GrpcTickStream(responses, broadcast);
        streams.add(stream);
        gone.onComplete(left -> leave(stream));
        stream.subscribe(selection.ticks(), pair -> terms(request, pair));
        return gone;
    }

    private static SubscriptionTerms terms(StreamRatesRequest request, Pair pair) {
        var after = request.getAfterMap().get(pair.toString());
        return new SubscriptionTerms(
                0, request.getEpoch(), after == null ? OptionalLong.empty() : OptionalLong.of(after));
    }

    /** Ends all streams. */
    public void close() {
        List.copyOf(streams).forEach(GrpcTickStream::shutDown);
    }

    private void leave(GrpcTickStream stream) {
        if (streams.remove(stream)) {
            stream.leave();
        }
    }
}
