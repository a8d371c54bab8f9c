package dev.corridor.forex.engine.api.grpc;

import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.forex.engine.usecase.MissedTicks;
import dev.corridor.forex.engine.wire.TickMessages;
import dev.corridor.forex.v1.FollowEngineRequest;
import dev.corridor.forex.v1.FollowEngineResponse;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.grpc.ResponseStream;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** gRPC method by which other processes follow the engine of this one. Belongs to one verticle. */
public final class GrpcEngine {
    /** Most followers of one event loop. */
    private static final int MAX_FOLLOWERS = 16;

    private static final int TICKS_PER_MESSAGE = 1_000;
    /** Steps in a row during which a connection may be full. */
    private static final int MAX_STEPS_BEHIND = 40;

    private final TickLog log;
    private final MissedTicks missed;
    private final Set<Follower> followers = new HashSet<>();

    public GrpcEngine(TickLog log) {
        this.log = log;
        this.missed = new MissedTicks(log.history());
    }

    /**
     * Subscribes to the event bus. Opened before clients receive ticks, so that other processes have most ticks that a
     * client of this process has.
     */
    public Future<Void> open(Vertx vertx) {
        return vertx.eventBus()
                .<TickBatch>consumer(TickBatch.PUBLISHED, message -> send(message.body()))
                .completion();
    }

    public void mount(GrpcTransport grpc) {
        grpc.serverStream(ForexServiceGrpcService.FollowEngine, Scope.FOREX_READ, this::follow);
    }

    private Future<?> follow(
            Caller caller,
            FollowEngineRequest request,
            ResponseStream<FollowEngineResponse> responses,
            Future<?> gone) {
        if (followers.size() == MAX_FOLLOWERS) {
            throw Problem.of(StandardError.TOO_MANY_REQUESTS, "More than " + MAX_FOLLOWERS + " follow this engine.");
        }
        var follower = new Follower(responses);
        // Read before the history, which may have further ticks by then: a follower drops ticks that it has.
        long step = log.step();
        messages(step, missed.after(request.getAfterMap())).forEach(responses::write);
        followers.add(follower);
        gone.onComplete(left -> followers.remove(follower));
        return gone;
    }

    private static List<FollowEngineResponse> messages(long step, List<Tick> ticks) {
        var messages = new ArrayList<FollowEngineResponse>();
        int from = 0;
        while (ticks.size() - from > TICKS_PER_MESSAGE) {
            messages.add(TickMessages.toProto(new TickBatch(0, ticks.subList(from, from + TICKS_PER_MESSAGE))));
            from += TICKS_PER_MESSAGE;
        }
        messages.add(TickMessages.toProto(new TickBatch(step, ticks.subList(from, ticks.size()))));
        return messages;
    }

    private void send(TickBatch batch) {
        if (!followers.isEmpty()) {
            var message = TickMessages.toProto(batch);
            List.copyOf(followers).forEach(follower -> send(follower, message));
        }
    }

    private void send(Follower follower, FollowEngineResponse message) {
        if (follower.keepsUp()) {
            follower.responses.write(message);
        } else {
            follower.responses.stream().shutDown();
        }
    }

    /** Ends all calls. */
    public void close() {
        List.copyOf(followers).forEach(follower -> follower.responses.stream().shutDown());
    }

    /** One call of FollowEngine. */
    private static final class Follower {
        private final ResponseStream<FollowEngineResponse> responses;
        private int stepsBehind;

        Follower(ResponseStream<FollowEngineResponse> responses) {
            this.responses = responses;
        }

        boolean keepsUp() {
            stepsBehind = responses.writeQueueFull() ? stepsBehind + 1 : 0;
            return stepsBehind <= MAX_STEPS_BEHIND;
        }
    }
}
