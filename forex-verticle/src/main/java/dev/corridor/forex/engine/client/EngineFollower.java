package dev.corridor.forex.engine.client;

import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.engine.wire.TickMessages;
import dev.corridor.forex.v1.FollowEngineRequest;
import dev.corridor.forex.v1.FollowEngineResponse;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Client that receives the ticks of the process that runs the engine, by gRPC. Belongs to one verticle. */
public final class EngineFollower {
    private static final Logger LOG = LoggerFactory.getLogger(EngineFollower.class);

    private final Vertx vertx;
    private final TickHistory history;
    private final Consumer<TickBatch> listener;
    private final Optional<ServiceTokens> tokens;
    private HostPort holder;
    /** Client of the call to {@link #holder}; null when there is no call. */
    private ServiceClient client;

    /**
     * @param history tells the holder which ticks are here already
     * @param tokens empty: this process cannot call others
     */
    public EngineFollower(
            Vertx vertx, TickHistory history, Consumer<TickBatch> listener, Optional<ServiceTokens> tokens) {
        this.vertx = vertx;
        this.history = history;
        this.listener = listener;
        this.tokens = tokens;
    }

    /** Follows the given process. Called repeatedly, since a call that has ended does not reconnect by itself. */
    public void follow(HostPort newest) {
        boolean isNew = !newest.equals(holder);
        if (isNew) {
            stop();
            holder = newest;
            LOG.atInfo().addKeyValue("holder", newest).log("another process runs the tick engine");
        }
        if (client == null) {
            tokens.ifPresentOrElse(this::call, () -> warn(isNew));
        }
    }

    private void warn(boolean isNew) {
        if (isNew) {
            LOG.warn("no prices here: following the tick engine needs TOKEN_URL, CLIENT_ID and CLIENT_SECRET");
        }
    }

    private void call(ServiceTokens own) {
        var call = ServiceClient.connect(vertx, "forex", List.of(holder));
        client = call;
        own.current()
                .compose(token -> call.stream(ForexServiceGrpcClient.FollowEngine, request(), token))
                .onSuccess(batches -> receive(call, batches))
                .onFailure(failure -> ended(call));
    }

    private FollowEngineRequest request() {
        var request = FollowEngineRequest.newBuilder();
        for (Tick tick : history.newest()) {
            request.putAfter(tick.pair().toString(), tick.seq());
        }
        return request.build();
    }

    private void receive(ServiceClient call, ReadStream<FollowEngineResponse> batches) {
        batches.exceptionHandler(broken -> ended(call));
        batches.endHandler(end -> ended(call));
        batches.handler(batch -> {
            if (call == client) {
                listener.accept(TickMessages.fromProto(batch));
            }
        });
        batches.resume();
    }

    private void ended(ServiceClient call) {
        if (call == client) {
            disconnect();
        }
    }

    /** Stops following. */
    public void stop() {
        holder = null;
        disconnect();
    }

    private void disconnect() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
