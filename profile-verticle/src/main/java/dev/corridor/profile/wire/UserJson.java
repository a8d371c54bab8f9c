package dev.corridor.profile.wire;

import dev.corridor.profile.domain.Permission;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.VerificationChange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Maps users and the history of their verification to the JSON of the REST transport. */
public final class UserJson {
    private UserJson() {}

    public static JsonObject of(User user) {
        return new JsonObject()
                .put("id", user.id().toString())
                .put("username", user.username())
                .put("email", user.email())
                .put("full_name", user.fullName())
                .put("home_currency", user.homeCurrency().code())
                .put("verification", word(user.verification()))
                .put(
                        "permissions",
                        new JsonArray(Arrays.stream(Permission.values())
                                .filter(user.verification()::allows)
                                .map(UserJson::word)
                                .toList()))
                .put("created_at", user.createdAt().toString());
    }

    /** Maps the history, newest first. */
    public static JsonObject history(List<VerificationChange> changes) {
        return new JsonObject()
                .put("changes", new JsonArray(changes.stream().map(UserJson::of).toList()));
    }

    private static JsonObject of(VerificationChange change) {
        return new JsonObject()
                .put("version", change.version())
                .put("previous", change.previous().map(UserJson::word).orElse(null))
                .put("verification", word(change.verification()))
                .put("reason", change.decision().reason())
                .put("decided_by", change.decision().decidedBy())
                .put("decided_at", change.decision().decidedAt().toString())
                .put("correlation_id", change.decision().correlationId());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
