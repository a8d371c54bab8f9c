package dev.corridor.profile.wire;

import dev.corridor.profile.domain.User;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Maps users to the JSON of the REST transport. */
public final class UserJson {
    private UserJson() {}

    public static JsonObject of(User user) {
        return new JsonObject()
                .put("id", user.id().toString())
                .put("username", user.username())
                .put("email", user.email())
                .put("full_name", user.fullName())
                .put("home_currency", user.homeCurrency().code())
                .put("verification", user.verification().name().toLowerCase(Locale.ROOT))
                .put("created_at", user.createdAt().toString());
    }
}
