package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.alert.wire.AlertsJson;
import dev.corridor.forex.candle.api.stream.CandleFeed;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.MessageBudget;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.usecase.SubscriptionTerms;
import dev.corridor.forex.stream.wire.EncodedTick;
import dev.corridor.forex.stream.wire.TickFrames;
import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.ExactJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** One client of {@code /ws/rates}: what it says and is told. asyncapi/forex.yaml describes every message. */
final class StreamSession implements Subscriber.Outlet, CandleFeed.Listener {
    private static final short GOING_AWAY = 1001;
    private static final short POLICY_VIOLATION = 1008;
    private static final short TRY_AGAIN_LATER = 1013;
    private static final int SHORTEST_INTERVAL_MS = 100;
    private static final int LONGEST_INTERVAL_MS = 60_000;
    private static final String AFTER_TAKES = "after takes the last seq you have per pair, such as {\"USD/EUR\":1234}.";
    private static final int MAX_ID_LENGTH = 128;
    private static final int MAX_NAME_LENGTH = 16;

    private final ServerWebSocket socket;
    private final LiveRates live;
    private final Broadcast broadcast;
    private final CandleFeed candles;
    private final SocketToken token;
    private final StreamLimits limits;
    private final Clock clock;
    private final MessageBudget budget;
    private final Subscriber subscriber;
    private final Set<CandleChannel> candleChannels = new HashSet<>();
    private long lastSentMs;

    private record CandleChannel(Pair pair, Granularity granularity) {}

    StreamSession(
            ServerWebSocket socket,
            LiveRates live,
            Broadcast broadcast,
            CandleFeed candles,
            SocketToken token,
            StreamLimits limits,
            Clock clock) {
        this.socket = socket;
        this.live = live;
        this.broadcast = broadcast;
        this.candles = candles;
        this.token = token;
        this.limits = limits;
        this.clock = clock;
        this.budget = new MessageBudget(limits.maxMessagesPerSecond());
        this.subscriber = broadcast.join(this);
        this.lastSentMs = clock.millis();
    }

    void open() {
        socket.textMessageHandler(this::receive);
        socket.binaryMessageHandler(bytes -> receiveBinary());
        socket.drainHandler(drained -> drained());
    }

    void closed() {
        broadcast.leave(subscriber);
        candleChannels.forEach(channel -> candles.unsubscribe(this, channel.pair, channel.granularity));
    }

    /** Ends the connection when the token that it was opened with, or renewed by, is valid no more. */
    void checkToken() {
        token.check(() -> {
            if (!isFull()) {
                send(error(ForexError.TOKEN_EXPIRED, "The token has expired, or was withdrawn.", new JsonObject()));
            }
            socket.close(POLICY_VIOLATION, ForexError.TOKEN_EXPIRED.code());
        });
    }

    /** Told to its owner, if this is their connection. */
    void alert(Alert alert) {
        if (token.isOf(alert.owner()) && !isFull()) {
            send(AlertsJson.message(alert));
        }
    }

    /** Says that the service stops, and to whom it should be said again. */
    void goAway() {
        if (!isFull()) {
            send(message("shutdown").put("detail", "The service stops. Connect again, and go on with \"after\"."));
        }
        socket.close(GOING_AWAY, "the service stops");
    }

    /** What has to happen every few milliseconds. */
    void pace() {
        subscriber.pace();
    }

    /** One that has read nothing for so long costs memory and gets nothing. */
    void closeIfStalled() {
        if (subscriber.isStalled(limits.slowAfter())) {
            socket.close(TRY_AGAIN_LATER, ForexError.SLOW_CONSUMER.code());
        }
    }

    /** Says that the connection is alive when there was nothing else to say for a while. */
    void heartbeat() {
        if (clock.millis() - lastSentMs >= limits.heartbeatAfter().toMillis() && !isFull()) {
            send(message("heartbeat"));
        }
    }

    @Override
    public boolean isFull() {
        return socket.isClosed() || socket.writeQueueFull();
    }

    @Override
    public void snapshot(EncodedTick frame) {
        write(TickFrames.snapshot(frame));
    }

    @Override
    public void tick(EncodedTick frame) {
        write(TickFrames.tick(frame));
    }

    @Override
    public void conflated(EncodedTick frame, long firstSeq) {
        write(TickFrames.conflated(frame, firstSeq));
    }

    @Override
    public void candle(String text) {
        write(WebSocketFrame.textFrame(text, true));
    }

    @Override
    public void gap(Pair pair, long after) {
        send(message("gap").put("pair", pair.toString()).put("after", after));
    }

    private void receive(String text) {
        if (!isWithinBudget()) {
            return;
        }
        JsonObject request = new JsonObject();
        try {
            request = parse(text);
            act(request);
        } catch (Problem problem) {
            send(error(problem.code(), problem.detail(), request));
        }
        holdIfFull();
    }

    private void receiveBinary() {
        if (isWithinBudget()) {
            send(error(ForexError.BAD_MESSAGE, "Messages are JSON text; this one was binary.", new JsonObject()));
            holdIfFull();
        }
    }

    private boolean isWithinBudget() {
        var verdict = budget.spend(clock.millis());
        if (verdict == MessageBudget.Verdict.REFUSE) {
            var detail = "More than " + limits.maxMessagesPerSecond() + " messages in a second; the rest is ignored.";
            send(error(ForexError.TOO_MANY_MESSAGES, detail, new JsonObject()));
        }
        return verdict == MessageBudget.Verdict.TAKE;
    }

    private JsonObject parse(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > limits.maxMessageBytes()) {
            throw badMessage(tooLong());
        }
        try {
            return ExactJson.object(Buffer.buffer(bytes));
        } catch (Problem malformed) {
            throw badMessage("The message is not one JSON object.");
        }
    }

    private void act(JsonObject request) {
        requireUsableId(request);
        var verbs = Stream.of("subscribe", "unsubscribe", "list", "ping", "authenticate")
                .filter(request::containsKey)
                .toList();
        if (verbs.size() != 1) {
            throw badMessage("A message has exactly one of subscribe, unsubscribe, list, ping and authenticate.");
        }
        switch (verbs.get(0)) {
            case "subscribe" -> subscribe(request);
            case "unsubscribe" -> unsubscribe(request);
            case "list" -> list(request);
            case "authenticate" -> authenticate(request);
            default -> ping(request);
        }
    }

    /** Takes the pairs that there are; one that was withdrawn must not cost a client the others. */
    private void subscribe(JsonObject request) {
        var selection = PairSelection.of(names(request, "subscribe"), live);
        if (request.containsKey("candles")) {
            subscribeCandles(selection, request);
        } else {
            subscribeTicks(selection, request);
        }
        sayUnknown(selection, request);
    }

    private void subscribeTicks(PairSelection selection, JsonObject request) {
        int intervalMs = intervalMs(request);
        var after = after(request);
        requireRoom(selection);
        if (!selection.ticks().isEmpty()) {
            send(answer("subscribed", request).put("pairs", new JsonArray(selection.names())));
            selection.ticks().forEach(latest -> {
                var seq = after.get(latest.pair().toString());
                var last = seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
                broadcast.subscribe(subscriber, latest, new SubscriptionTerms(intervalMs, last));
            });
        }
    }

    private void subscribeCandles(PairSelection selection, JsonObject request) {
        var channels = candleChannels(selection, request);
        long more = channels.stream()
                .filter(channel -> !candleChannels.contains(channel))
                .count();
        if (!selection.all()) {
            requireRoom(candleChannels.size(), more);
        }
        if (!channels.isEmpty()) {
            acknowledge("subscribed", channels, request);
            candleChannels.addAll(channels);
            channels.forEach(channel -> candles.subscribe(this, channel.pair, channel.granularity));
        }
    }

    /** Those of all pairs that have candles so short; but who names one that has none is told. */
    private List<CandleChannel> candleChannels(PairSelection selection, JsonObject request) {
        if (request.containsKey("interval_ms") || request.containsKey("after")) {
            throw badMessage("Candles take no interval_ms and no after.");
        }
        var granularity = granularity(request);
        var channels = selection.ticks().stream()
                .filter(latest -> candles.has(latest.pair(), granularity))
                .map(latest -> new CandleChannel(latest.pair(), granularity))
                .toList();
        if (!selection.all() && channels.size() < selection.ticks().size()) {
            throw Problem.of(
                    ForexError.GRANULARITY_UNAVAILABLE,
                    "Some of these pairs have no candles of " + granularity.code() + "; none was subscribed.");
        }
        return channels;
    }

    private static Granularity granularity(JsonObject request) {
        if (request.getValue("candles") instanceof String code) {
            return Granularity.parse(code);
        }
        throw badMessage("candles takes a granularity, such as \"1m\".");
    }

    private void acknowledge(String type, List<CandleChannel> channels, JsonObject request) {
        var pairs = channels.stream().map(channel -> channel.pair.toString()).toList();
        send(answer(type, request)
                .put("pairs", new JsonArray(pairs))
                .put("candles", channels.get(0).granularity.code()));
    }

    private static int intervalMs(JsonObject request) {
        Object asked = request.getValue("interval_ms");
        if (asked == null) {
            return 0;
        }
        if (asked instanceof Integer ms && ms >= SHORTEST_INTERVAL_MS && ms <= LONGEST_INTERVAL_MS) {
            return ms;
        }
        throw badMessage(
                "interval_ms takes milliseconds from " + SHORTEST_INTERVAL_MS + " to " + LONGEST_INTERVAL_MS + ".");
    }

    private static Map<String, Long> after(JsonObject request) {
        Object asked = request.getValue("after");
        if (asked == null) {
            return Map.of();
        }
        if (!(asked instanceof JsonObject seqs)) {
            throw badMessage(AFTER_TAKES);
        }
        var after = new HashMap<String, Long>();
        seqs.forEach(pair -> after.put(pair.getKey(), seq(pair.getValue())));
        return after;
    }

    private static long seq(Object value) {
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
            return ((Number) value).longValue();
        }
        throw badMessage(AFTER_TAKES);
    }

    private void unsubscribe(JsonObject request) {
        var selection = PairSelection.of(names(request, "unsubscribe"), live);
        if (request.containsKey("candles")) {
            unsubscribeCandles(selection, request);
        } else {
            unsubscribeTicks(selection, request);
        }
        sayUnknown(selection, request);
    }

    private void unsubscribeCandles(PairSelection selection, JsonObject request) {
        var channels = candleChannels(selection, request);
        channels.forEach(channel -> candles.unsubscribe(this, channel.pair, channel.granularity));
        channels.forEach(candleChannels::remove);
        if (!channels.isEmpty()) {
            acknowledge("unsubscribed", channels, request);
        }
    }

    private void unsubscribeTicks(PairSelection selection, JsonObject request) {
        selection.ticks().forEach(latest -> broadcast.unsubscribe(subscriber, latest.pair()));
        if (!selection.ticks().isEmpty()) {
            send(answer("unsubscribed", request).put("pairs", new JsonArray(selection.names())));
        }
    }

    private void list(JsonObject request) {
        if (!Boolean.TRUE.equals(request.getValue("list"))) {
            throw badMessage("list takes true.");
        }
        var pairs = live.latest().keySet().stream().map(Pair::toString).toList();
        send(answer("pairs", request).put("pairs", new JsonArray(pairs)));
    }

    private void ping(JsonObject request) {
        send(answer("pong", request).put("ping", request.getValue("ping")));
    }

    /** The answer comes when the token has been checked. */
    private void authenticate(JsonObject request) {
        if (!(request.getValue("authenticate") instanceof String text)) {
            throw badMessage("authenticate takes a token.");
        }
        token.renew(text).onComplete(verdict -> {
            if (socket.isClosed()) {
                return;
            }
            if (verdict.succeeded()) {
                send(answer("authenticated", request)
                        .put("subject", verdict.result().subject()));
            } else if (verdict.cause() instanceof Problem problem) {
                send(error(problem.code(), problem.detail(), request));
            } else {
                send(error(StandardError.INTERNAL, "The token could not be checked.", request));
            }
        });
    }

    private void requireRoom(PairSelection selection) {
        long more = selection.ticks().stream()
                .filter(latest -> !subscriber.pairs().contains(latest.pair()))
                .count();
        if (!selection.all()) {
            requireRoom(subscriber.pairs().size(), more);
        }
    }

    private void requireRoom(int there, long more) {
        if (more > 0 && there + more > limits.maxSubscriptions()) {
            throw Problem.of(
                    ForexError.TOO_MANY_SUBSCRIPTIONS,
                    "More than " + limits.maxSubscriptions() + " pairs; none of these was added.");
        }
    }

    private void sayUnknown(PairSelection selection, JsonObject request) {
        if (!selection.unknown().isEmpty()) {
            var detail = "There is no live price of " + String.join(", ", selection.unknown()) + ".";
            send(error(ForexError.UNKNOWN_PAIR, detail, request).put("pairs", new JsonArray(selection.unknown())));
        }
    }

    private static List<String> names(JsonObject request, String verb) {
        if (!(request.getValue(verb) instanceof JsonArray array) || array.isEmpty()) {
            throw badMessage(verb + " takes a list of pairs, such as [\"USD/EUR\"].");
        }
        return array.stream().map(name -> name(name, verb)).toList();
    }

    private static String name(Object name, String verb) {
        if (name instanceof String text && text.length() <= MAX_NAME_LENGTH) {
            return text;
        }
        throw badMessage(verb + " takes a list of pairs, such as [\"USD/EUR\"].");
    }

    private static void requireUsableId(JsonObject request) {
        Object id = request.getValue("id");
        boolean usable =
                id == null || id instanceof Number || id instanceof String text && text.length() <= MAX_ID_LENGTH;
        if (!usable) {
            request.remove("id");
            throw badMessage("id is a number, or a string of at most " + MAX_ID_LENGTH + " characters.");
        }
    }

    private String tooLong() {
        return "The message has more than " + limits.maxMessageBytes() + " bytes.";
    }

    private static Problem badMessage(String detail) {
        return Problem.of(ForexError.BAD_MESSAGE, detail);
    }

    private static JsonObject message(String type) {
        return new JsonObject().put("type", type);
    }

    private static JsonObject answer(String type, JsonObject request) {
        var answer = message(type);
        if (request.getValue("id") != null) {
            answer.put("id", request.getValue("id"));
        }
        return answer;
    }

    private static JsonObject error(ErrorCode code, String detail, JsonObject request) {
        return answer("error", request)
                .put("code", code.code())
                .put("detail", detail)
                .put("advice", code.advice());
    }

    private void send(JsonObject message) {
        write(WebSocketFrame.textFrame(message.encode(), true));
    }

    private void write(WebSocketFrame frame) {
        lastSentMs = clock.millis();
        socket.writeFrame(frame);
    }

    /** A client that asks and does not read the answers is not read from either, until it has. */
    private void holdIfFull() {
        if (!socket.isClosed() && socket.writeQueueFull()) {
            socket.pause();
        }
    }

    private void drained() {
        socket.resume();
        subscriber.drained();
    }
}
