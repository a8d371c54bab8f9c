package dev.corridor.forex.stream.wire;

import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Writes the messages of a WebSocket stream other than ticks; asyncapi/forex.yaml describes them. A reply repeats the
 * {@code id} of its request; the id is null when the request has none.
 */
public final class StreamMessages {
    private StreamMessages() {}

    public static JsonObject subscribed(Object id, List<String> pairs) {
        return reply("subscribed", id).put("pairs", new JsonArray(pairs));
    }

    public static JsonObject unsubscribed(Object id, List<String> pairs) {
        return reply("unsubscribed", id).put("pairs", new JsonArray(pairs));
    }

    public static JsonObject pairs(Object id, List<String> pairs) {
        return reply("pairs", id).put("pairs", new JsonArray(pairs));
    }

    public static JsonObject pong(Object id, Object ping) {
        return reply("pong", id).put("ping", ping);
    }

    public static JsonObject authenticated(Object id, String subject) {
        return reply("authenticated", id).put("subject", subject);
    }

    public static JsonObject error(Object id, Problem problem) {
        return error(id, problem.code(), problem.detail());
    }

    public static JsonObject error(Object id, ErrorCode code, String detail) {
        return reply("error", id).put("code", code.code()).put("detail", detail).put("advice", code.advice());
    }

    public static JsonObject gap(Pair pair, long after) {
        return message("gap").put("pair", pair.toString()).put("after", after);
    }

    public static JsonObject heartbeat() {
        return message("heartbeat");
    }

    public static JsonObject shutdown() {
        return message("shutdown").put("detail", "The service stops. Connect again and resume with \"after\".");
    }

    private static JsonObject message(String type) {
        return new JsonObject().put("type", type);
    }

    private static JsonObject reply(String type, Object id) {
        return id == null ? message(type) : message(type).put("id", id);
    }
}
