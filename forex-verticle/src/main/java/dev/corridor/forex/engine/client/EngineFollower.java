package dev.corridor.forex.engine.client;

import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.forex.engine.wire.TickMessages;
import dev.corridor.forex.v1.EngineBatch;
import dev.corridor.forex.v1.FollowEngineRequest;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the engine of another process by gRPC, and puts its ticks on this process's tape. Belongs to one verticle. */
public final class EngineFollower {
    private static final Logger LOG = LoggerFactory.getLogger(EngineFollower.class);

    private final Vertx vertx;
    private final TickLog tape;
    private final Optional<ServiceTokens> tokens;
    private HostPort followed;
    /** Of the call to {@link #followed}; null when there is none. */
    private ServiceClient client;

    /** @param tokens empty: others can't be asked */
    public EngineFollower(Vertx vertx, TickLog tape, Optional<ServiceTokens> tokens) {
        this.vertx = vertx;
        this.tape = tape;
        this.tokens = tokens;
    }

    /** From now on that process's ticks; to be repeated, since a call that has ended is not made anew by itself. */
    public void follow(HostPort holder) {
        boolean isNew = !holder.equals(followed);
        if (isNew) {
            leave();
            followed = holder;
            LOG.atInfo().addKeyValue("holder", holder).log("another process runs the tick engine");
        }
        if (client == null) {
            tokens.ifPresentOrElse(this::call, () -> warn(isNew));
        }
    }

    private void warn(boolean isNew) {
        if (isNew) {
            LOG.warn("without TOKEN_URL, CLIENT_ID and CLIENT_SECRET it cannot be followed: there are no prices here");
        }
    }

    private void call(ServiceTokens own) {
        var call = ServiceClient.connect(vertx, "forex", List.of(followed));
        client = call;
        own.current()
                .compose(token -> call.stream(ForexServiceGrpcClient.FollowEngine, request(), token))
                .onSuccess(batches -> hear(call, batches))
                .onFailure(failure -> ended(call));
    }

    private FollowEngineRequest request() {
        var request = FollowEngineRequest.newBuilder();
        for (Tick tick : tape.history().newest()) {
            request.putAfter(tick.pair().toString(), tick.seq());
        }
        return request.build();
    }

    private void hear(ServiceClient call, ReadStream<EngineBatch> batches) {
        batches.exceptionHandler(broken -> ended(call));
        batches.endHandler(end -> ended(call));
        batches.handler(batch -> {
            if (call == client) {
                tape.publish(TickMessages.fromProto(batch));
            }
        });
        batches.resume();
    }

    private void ended(ServiceClient call) {
        if (call == client) {
            hangUp();
        }
    }

    public void leave() {
        followed = null;
        hangUp();
    }

    private void hangUp() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
