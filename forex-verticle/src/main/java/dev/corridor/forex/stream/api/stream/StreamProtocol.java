package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.ExactJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Parser of WebSocket messages. It reads a message in three steps, so that an error can repeat the message's id: {@link
 * #read}, {@link #id}, {@link #parse}. Each throws a Problem with bad_message; {@code parse} also with
 * granularity_invalid.
 */
final class StreamProtocol {
    private static final int MIN_INTERVAL_MS = 100;
    private static final int MAX_INTERVAL_MS = 60_000;
    private static final int MAX_ID_LENGTH = 128;
    private static final int MAX_NAME_LENGTH = 16;
    private static final String AFTER_TAKES = "after takes the last seq you have per pair, such as {\"USD/EUR\":1234}.";

    private final int maxMessageBytes;

    StreamProtocol(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    JsonObject read(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxMessageBytes) {
            throw badMessage("The message has more than " + maxMessageBytes + " bytes.");
        }
        try {
            return ExactJson.object(Buffer.buffer(bytes));
        } catch (Problem malformed) {
            throw badMessage("The message is not one JSON object.");
        }
    }

    /** Returns the message's id: a number, a string, or null. */
    Object id(JsonObject message) {
        Object id = message.getValue("id");
        if (id == null || id instanceof Number || id instanceof String text && text.length() <= MAX_ID_LENGTH) {
            return id;
        }
        throw badMessage("id is a number, or a string of at most " + MAX_ID_LENGTH + " characters.");
    }

    StreamRequest parse(JsonObject message) {
        var verbs = Stream.of("subscribe", "unsubscribe", "list", "ping", "authenticate")
                .filter(message::containsKey)
                .toList();
        if (verbs.size() != 1) {
            throw badMessage("A message has exactly one of subscribe, unsubscribe, list, ping and authenticate.");
        }
        return switch (verbs.get(0)) {
            case "subscribe" -> subscribe(message);
            case "unsubscribe" -> unsubscribe(message);
            case "list" -> list(message);
            case "authenticate" -> authenticate(message);
            default -> new StreamRequest.Ping(message.getValue("ping"));
        };
    }

    private static StreamRequest subscribe(JsonObject message) {
        var pairs = pairs(message, "subscribe");
        return message.containsKey("candles")
                ? new StreamRequest.SubscribeCandles(pairs, granularity(message))
                : new StreamRequest.SubscribeTicks(pairs, intervalMs(message), epoch(message), after(message));
    }

    private static StreamRequest unsubscribe(JsonObject message) {
        var pairs = pairs(message, "unsubscribe");
        return message.containsKey("candles")
                ? new StreamRequest.UnsubscribeCandles(pairs, granularity(message))
                : new StreamRequest.UnsubscribeTicks(pairs);
    }

    private static StreamRequest list(JsonObject message) {
        if (!Boolean.TRUE.equals(message.getValue("list"))) {
            throw badMessage("list takes true.");
        }
        return new StreamRequest.ListPairs();
    }

    private static StreamRequest authenticate(JsonObject message) {
        if (message.getValue("authenticate") instanceof String token) {
            return new StreamRequest.Authenticate(token);
        }
        throw badMessage("authenticate takes a token.");
    }

    private static List<String> pairs(JsonObject message, String verb) {
        if (!(message.getValue(verb) instanceof JsonArray array) || array.isEmpty()) {
            throw badPairs(verb);
        }
        return array.stream().map(name -> pair(name, verb)).toList();
    }

    private static String pair(Object name, String verb) {
        if (name instanceof String text && text.length() <= MAX_NAME_LENGTH) {
            return text;
        }
        throw badPairs(verb);
    }

    private static Problem badPairs(String verb) {
        return badMessage(verb + " takes a list of pairs, such as [\"USD/EUR\"].");
    }

    private static Granularity granularity(JsonObject message) {
        if (message.containsKey("interval_ms") || message.containsKey("after") || message.containsKey("epoch")) {
            throw badMessage("Candles take no interval_ms, no after and no epoch.");
        }
        if (message.getValue("candles") instanceof String code) {
            return Granularity.parse(code);
        }
        throw badMessage("candles takes a granularity, such as \"1m\".");
    }

    private static int intervalMs(JsonObject message) {
        Object value = message.getValue("interval_ms");
        if (value == null) {
            return 0;
        }
        if (value instanceof Integer ms && ms >= MIN_INTERVAL_MS && ms <= MAX_INTERVAL_MS) {
            return ms;
        }
        throw badMessage("interval_ms takes milliseconds from " + MIN_INTERVAL_MS + " to " + MAX_INTERVAL_MS + ".");
    }

    private static String epoch(JsonObject message) {
        Object value = message.getValue("epoch");
        if (value == null) {
            return "";
        }
        if (value instanceof String epoch && epoch.length() <= MAX_ID_LENGTH) {
            return epoch;
        }
        throw badMessage("epoch takes the epoch of the messages with the seqs in after.");
    }

    private static Map<String, Long> after(JsonObject message) {
        Object value = message.getValue("after");
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof JsonObject seqs)) {
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

    private static Problem badMessage(String detail) {
        return Problem.of(ForexError.BAD_MESSAGE, detail);
    }
}
