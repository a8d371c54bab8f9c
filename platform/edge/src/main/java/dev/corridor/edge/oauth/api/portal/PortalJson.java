package dev.corridor.edge.oauth.api.portal;

import dev.corridor.edge.oauth.domain.Application;
import dev.corridor.edge.oauth.domain.GrantType;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.domain.Subscription;
import dev.corridor.edge.oauth.usecase.ApplicationRegistration;
import dev.corridor.edge.oauth.usecase.KeyRegistration;
import dev.corridor.edge.oauth.usecase.UserSessions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** JSON of the developer portal, as its contract describes it. */
final class PortalJson {
    private PortalJson() {}

    static JsonObject of(Application application) {
        return new JsonObject()
                .put("id", application.id().toString())
                .put("name", application.name())
                .put("description", application.description())
                .put("created_at", application.createdAt().toString());
    }

    static JsonObject of(ApplicationRegistration.Whole whole) {
        var keys = new JsonArray();
        whole.keys().stream().map(PortalJson::of).forEach(keys::add);
        var subscriptions = new JsonArray();
        whole.subscriptions().stream().map(PortalJson::of).forEach(subscriptions::add);
        return of(whole.application()).put("keys", keys).put("subscriptions", subscriptions);
    }

    static JsonObject of(KeyRegistration.Key key) {
        var json = of(key.client());
        key.secret().ifPresent(secret -> json.put("client_secret", secret.value()));
        return json;
    }

    static JsonObject of(RegisteredClient client) {
        var grants = client.grants().stream().map(GrantType::value).sorted().toList();
        return new JsonObject()
                .put("client_id", client.id())
                .put("name", client.name())
                .put("public", client.isPublic())
                .put("grant_types", new JsonArray(grants))
                .put("redirect_uris", new JsonArray(client.redirectUris()))
                .put("scopes", new JsonArray(client.scopes().stream().sorted().toList()))
                .put("created_at", client.createdAt().toString());
    }

    static JsonObject of(Subscription subscription) {
        return new JsonObject()
                .put("id", subscription.id().toString())
                .put("api_name", subscription.apiName())
                .put("api_version", subscription.apiVersion())
                .put("plan", subscription.plan())
                .put("created_at", subscription.createdAt().toString());
    }

    static JsonObject of(UserSessions.Session session) {
        return new JsonObject()
                .put("id", session.grant().id().toString())
                .put("client_id", session.grant().clientId())
                .put("client_name", session.clientName())
                .put("scopes", new JsonArray(session.grant().scopes()))
                .put("created_at", session.grant().createdAt().toString());
    }
}
