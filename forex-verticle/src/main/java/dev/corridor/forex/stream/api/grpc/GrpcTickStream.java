package dev.corridor.forex.stream.api.grpc;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.usecase.SubscriptionTerms;
import dev.corridor.forex.stream.wire.EncodedTick;
import dev.corridor.forex.stream.wire.TickProtos;
import dev.corridor.forex.v1.StreamRatesResponse;
import dev.corridor.kit.grpc.ResponseStream;
import java.util.Collection;
import java.util.function.Function;

/** One call of StreamRates. A snapshot is a tick with {@code snapshot} set. Belongs to one event loop. */
final class GrpcTickStream implements Subscriber.Outlet {
    private final ResponseStream<StreamRatesResponse> responses;
    private final Broadcast broadcast;
    private final Subscriber subscriber;

    GrpcTickStream(ResponseStream<StreamRatesResponse> responses, Broadcast broadcast) {
        this.responses = responses;
        this.broadcast = broadcast;
        this.subscriber = broadcast.join(this);
        responses.drainHandler(drained -> subscriber.drained());
    }

    void subscribe(Collection<Tick> latest, Function<Pair, SubscriptionTerms> terms) {
        broadcast.subscribe(subscriber, latest, terms);
    }

    void leave() {
        broadcast.leave(subscriber);
    }

    void shutDown() {
        responses.stream().shutDown();
    }

    @Override
    public boolean isFull() {
        return responses.stream().isFull();
    }

    @Override
    public void snapshot(EncodedTick tick) {
        responses.write(TickProtos.snapshot(tick));
    }

    @Override
    public void tick(EncodedTick tick) {
        responses.write(TickProtos.tick(tick));
    }

    @Override
    public void conflated(EncodedTick tick, long firstSeq) {
        responses.write(TickProtos.conflated(tick, firstSeq));
    }

    /** Sends nothing: the snapshot that follows marks the gap. */
    @Override
    public void gap(Pair pair, long after) {}
}
