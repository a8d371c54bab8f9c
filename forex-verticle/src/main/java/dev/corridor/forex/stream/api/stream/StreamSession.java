package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.alert.wire.AlertsJson;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.stream.usecase.MessageBudget;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.forex.stream.usecase.SubscriptionLimit;
import dev.corridor.forex.stream.wire.StreamMessages;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.stream.OpenStream;
import io.vertx.core.json.JsonArray;
import java.time.Clock;
import java.util.List;

/** Session of one client of {@code /ws/rates}: its token, its budget of messages and its subscriptions. */
final class StreamSession {
    private static final short GOING_AWAY = 1001;

    private final StreamOutlet outlet;
    private final LiveRates live;
    private final StreamLimits limits;
    private final Clock clock;
    private final StreamProtocol protocol;
    private final MessageBudget budget;
    private final SessionToken token;
    private final TickSubscriptions ticks;
    private final CandleSubscriptions candles;

    StreamSession(
            StreamOutlet outlet,
            OpenStream stream,
            StreamFeeds feeds,
            TokenVerifier tokens,
            StreamLimits limits,
            Clock clock) {
        this.outlet = outlet;
        this.live = feeds.rates();
        this.limits = limits;
        this.clock = clock;
        this.protocol = new StreamProtocol(limits.maxMessageBytes());
        this.budget = new MessageBudget(limits.maxMessagesPerSecond());
        this.token = new SessionToken(tokens, stream);
        var limit = new SubscriptionLimit(limits.maxSubscriptions());
        this.ticks = new TickSubscriptions(feeds.ticks(), outlet, limit, stream);
        this.candles = new CandleSubscriptions(feeds.candles(), outlet, limit, stream);
    }

    /** Handles a text message of the client. */
    void receive(String text) {
        if (!isWithinBudget()) {
            return;
        }
        Object id = null;
        try {
            var message = protocol.read(text);
            id = protocol.id(message);
            handle(protocol.parse(message), id);
        } catch (Problem problem) {
            outlet.send(StreamMessages.error(id, problem));
        }
        outlet.pauseReadingIfFull();
    }

    /** Refuses a binary message of the client. */
    void receiveBinary() {
        if (isWithinBudget()) {
            var detail = "Messages are JSON text; this one was binary.";
            outlet.send(StreamMessages.error(null, ForexError.BAD_MESSAGE, detail));
            outlet.pauseReadingIfFull();
        }
    }

    private boolean isWithinBudget() {
        var verdict = budget.spend(clock.millis());
        if (verdict == MessageBudget.Verdict.REFUSE) {
            var detail = "More than " + limits.maxMessagesPerSecond() + " messages in a second; the rest is ignored.";
            outlet.send(StreamMessages.error(null, ForexError.TOO_MANY_MESSAGES, detail));
        }
        return verdict == MessageBudget.Verdict.ACCEPT;
    }

    private void handle(StreamRequest request, Object id) {
        if (request instanceof StreamRequest.SubscribeTicks subscribe) {
            subscribe(subscribe, id);
        } else if (request instanceof StreamRequest.SubscribeCandles subscribe) {
            subscribe(subscribe, id);
        } else if (request instanceof StreamRequest.UnsubscribeTicks unsubscribe) {
            unsubscribe(unsubscribe, id);
        } else if (request instanceof StreamRequest.UnsubscribeCandles unsubscribe) {
            unsubscribe(unsubscribe, id);
        } else if (request instanceof StreamRequest.ListPairs) {
            list(id);
        } else if (request instanceof StreamRequest.Ping ping) {
            outlet.send(StreamMessages.pong(id, ping.value()));
        } else if (request instanceof StreamRequest.Authenticate authenticate) {
            authenticate(authenticate, id);
        }
    }

    private void subscribe(StreamRequest.SubscribeTicks request, Object id) {
        var selection = PairSelection.of(request.pairs(), live.latest(), live.now());
        ticks.reserve(selection);
        if (!selection.ticks().isEmpty()) {
            outlet.send(StreamMessages.subscribed(id, selection.names()));
            ticks.add(selection, request.intervalMs(), request.epoch(), request.after());
        }
        reportUnknown(selection, id);
    }

    private void subscribe(StreamRequest.SubscribeCandles request, Object id) {
        var selection = PairSelection.of(request.pairs(), live.latest(), live.now());
        var channels = candles.channels(selection, request.granularity());
        candles.reserve(channels);
        if (!channels.isEmpty()) {
            outlet.send(StreamMessages.subscribed(id, pairs(channels))
                    .put("candles", request.granularity().code()));
            candles.add(channels);
        }
        reportUnknown(selection, id);
    }

    private void unsubscribe(StreamRequest.UnsubscribeTicks request, Object id) {
        var selection = PairSelection.of(request.pairs(), live.latest(), live.now());
        ticks.remove(selection);
        if (!selection.ticks().isEmpty()) {
            outlet.send(StreamMessages.unsubscribed(id, selection.names()));
        }
        reportUnknown(selection, id);
    }

    private void unsubscribe(StreamRequest.UnsubscribeCandles request, Object id) {
        var selection = PairSelection.of(request.pairs(), live.latest(), live.now());
        var channels = candles.channels(selection, request.granularity());
        candles.remove(channels);
        if (!channels.isEmpty()) {
            outlet.send(StreamMessages.unsubscribed(id, pairs(channels))
                    .put("candles", request.granularity().code()));
        }
        reportUnknown(selection, id);
    }

    private static List<String> pairs(List<CandleSubscriptions.Channel> channels) {
        return channels.stream().map(channel -> channel.pair().toString()).toList();
    }

    /**
     * Reports unknown pairs beside the known ones, so that a withdrawn pair does not cost a client its other
     * subscriptions.
     */
    private void reportUnknown(PairSelection selection, Object id) {
        if (!selection.unknown().isEmpty()) {
            outlet.send(StreamMessages.error(id, selection.unknownPairs())
                    .put("pairs", new JsonArray(selection.unknown())));
        }
    }

    private void list(Object id) {
        var pairs = live.latest().keySet().stream().map(Pair::toString).toList();
        outlet.send(StreamMessages.pairs(id, pairs));
    }

    /** Replies when the token has been verified. */
    private void authenticate(StreamRequest.Authenticate request, Object id) {
        token.renew(request.token()).onComplete(verdict -> {
            if (outlet.isClosed()) {
                return;
            }
            if (verdict.succeeded()) {
                outlet.send(StreamMessages.authenticated(id, verdict.result().subject()));
            } else if (verdict.cause() instanceof Problem problem) {
                outlet.send(StreamMessages.error(id, problem));
            } else {
                var detail = "The token could not be checked.";
                outlet.send(StreamMessages.error(id, StandardError.INTERNAL, detail));
            }
        });
    }

    /** Sends what has waited for room. Called when the connection accepts writes again. */
    void drained() {
        outlet.resumeReading();
        ticks.drained();
    }

    /** Sends what has waited for the end of an interval. Called every few milliseconds. */
    void pace() {
        ticks.pace();
    }

    /** Sends a triggered alert if the client is its owner. */
    void alert(Alert alert) {
        if (token.isOf(alert.owner())) {
            outlet.sendIfRoom(AlertsJson.message(alert));
        }
    }

    /** Sends a heartbeat after a time without other messages. */
    void heartbeat() {
        outlet.heartbeatAfter(limits.heartbeatAfter());
    }

    /** Tells the client why the connection is about to be closed. */
    void ending(Problem reason) {
        outlet.send(StreamMessages.error(null, reason));
    }

    /** Ends the connection because the service stops. */
    void shutDown() {
        outlet.sendIfRoom(StreamMessages.shutdown());
        outlet.close(GOING_AWAY, "the service stops");
    }

    /** Ends all subscriptions after the connection has closed. */
    void closed() {
        ticks.removeAll();
        candles.removeAll();
    }
}
