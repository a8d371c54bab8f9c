package dev.corridor.forex.engine.api.grpc;

import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.forex.engine.wire.TickMessages;
import dev.corridor.forex.stream.api.grpc.GrpcRates;
import dev.corridor.forex.v1.EngineBatch;
import dev.corridor.forex.v1.FollowEngineRequest;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The gRPC door for processes that follow this one's engine. Belongs to one verticle. */
public final class GrpcEngine {
    /** Of one event loop. */
    private static final int MAX_FOLLOWERS = 16;
    /** A follower that lacks more of a pair begins with its last tick: half a minute at four a second. */
    private static final int MAX_MISSED = 120;

    private static final int TICKS_A_MESSAGE = 1_000;
    /** Steps in a row at which a connection may be full. */
    private static final int MAX_BEHIND = 40;

    private final TickLog tape;
    private final Set<Follower> followers = new HashSet<>();

    public GrpcEngine(TickLog tape) {
        this.tape = tape;
    }

    /** Before clients are told of ticks, so that what they know other processes know as well, as far as can be. */
    public Future<Void> open(Vertx vertx) {
        return vertx.eventBus()
                .<TickBatch>consumer(TickBatch.PUBLISHED, message -> tell(message.body()))
                .completion();
    }

    /** The service has been named by {@link GrpcRates}. */
    public void mount(GrpcTransport grpc) {
        grpc.serverStream(ForexServiceGrpcService.FollowEngine, Scope.FOREX_READ, this::follow);
    }

    private Future<Void> follow(
            Caller caller, FollowEngineRequest request, WriteStream<EngineBatch> answers, Future<?> gone) {
        if (followers.size() == MAX_FOLLOWERS) {
            throw Problem.of(StandardError.TOO_MANY_REQUESTS, "More than " + MAX_FOLLOWERS + " follow this engine.");
        }
        var follower = new Follower(answers);
        // Before the history is read, which may know more by then: what is told twice does no harm.
        long step = tape.step();
        messages(step, missed(request.getAfterMap())).forEach(answers::write);
        followers.add(follower);
        gone.onComplete(left -> followers.remove(follower));
        return follower.ended.future();
    }

    private List<Tick> missed(Map<String, Long> after) {
        var missed = new ArrayList<Tick>();
        for (var newest : tape.history().newest()) {
            missed.addAll(missed(newest, after.get(newest.pair().toString())));
        }
        return missed;
    }

    private List<Tick> missed(Tick newest, Long known) {
        if (known == null || newest.seq() - known > MAX_MISSED) {
            return List.of(newest);
        }
        return tape.history().after(newest.pair(), known, MAX_MISSED).orElse(List.of(newest));
    }

    private static List<EngineBatch> messages(long step, List<Tick> ticks) {
        var messages = new ArrayList<EngineBatch>();
        int from = 0;
        while (ticks.size() - from > TICKS_A_MESSAGE) {
            messages.add(TickMessages.toProto(new TickBatch(0, ticks.subList(from, from + TICKS_A_MESSAGE))));
            from += TICKS_A_MESSAGE;
        }
        messages.add(TickMessages.toProto(new TickBatch(step, ticks.subList(from, ticks.size()))));
        return messages;
    }

    private void tell(TickBatch batch) {
        if (!followers.isEmpty()) {
            var message = TickMessages.toProto(batch);
            List.copyOf(followers).forEach(follower -> tell(follower, message));
        }
    }

    private void tell(Follower follower, EngineBatch message) {
        if (follower.canTake()) {
            follower.answers.write(message);
        } else {
            followers.remove(follower);
            follower.end();
        }
    }

    /** Ends the calls. */
    public void close() {
        List.copyOf(followers).forEach(Follower::end);
        followers.clear();
    }

    /** One call of FollowEngine. */
    private static final class Follower {
        private final WriteStream<EngineBatch> answers;
        private final Promise<Void> ended = Promise.promise();
        private int behind;

        Follower(WriteStream<EngineBatch> answers) {
            this.answers = answers;
        }

        boolean canTake() {
            behind = answers.writeQueueFull() ? behind + 1 : 0;
            return behind <= MAX_BEHIND;
        }

        /** A caller who reads nothing would not read the end either. */
        void end() {
            if (answers.writeQueueFull() && answers instanceof GrpcServerResponse<?, ?> call) {
                call.cancel();
            } else {
                ended.complete();
            }
        }
    }
}
