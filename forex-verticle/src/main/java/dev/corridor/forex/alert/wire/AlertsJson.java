package dev.corridor.forex.alert.wire;

import dev.corridor.forex.alert.domain.Alert;
import io.vertx.core.json.JsonObject;

/** Writes alerts as JSON, as openapi/forex.yaml and asyncapi/forex.yaml define them. */
public final class AlertsJson {
    private AlertsJson() {}

    public static JsonObject of(Alert alert) {
        return put(new JsonObject(), alert);
    }

    /** Writes a triggered alert as a message of the stream. */
    public static JsonObject message(Alert alert) {
        return put(new JsonObject().put("type", "alert"), alert);
    }

    private static JsonObject put(JsonObject json, Alert alert) {
        var terms = alert.terms();
        return json.put("id", alert.id().toString())
                .put("pair", terms.pair().toString())
                .put("side", terms.side().code())
                .put("direction", terms.direction().code())
                .put("price", terms.price().toPlainString())
                .put("status", alert.status().code())
                .put("created_at", alert.createdAt().toString())
                .put("expires_at", terms.expiresAt().map(Object::toString).orElse(null))
                .put("triggered", alert.trigger().map(AlertsJson::of).orElse(null));
    }

    private static JsonObject of(Alert.Trigger trigger) {
        return new JsonObject()
                .put("at", trigger.at().toString())
                .put("price", trigger.price().toPlainString())
                .put("seq", trigger.seq());
    }
}
