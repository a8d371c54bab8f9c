package dev.corridor.edge.oauth.api;

import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.usecase.ClientAuthentication;
import dev.corridor.edge.oauth.usecase.EdgeStateWatch;
import dev.corridor.edge.oauth.usecase.Introspection;
import dev.corridor.edge.oauth.usecase.TokenExchange;
import dev.corridor.edge.oauth.usecase.TokenRevocation;
import dev.corridor.edge.oauth.usecase.TokenSet;
import dev.corridor.kit.identity.BearerToken;
import dev.corridor.kit.identity.Revocation;
import dev.corridor.kit.request.WholeNumber;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Optional;

/**
 * Endpoints for programs, with WSO2 API Manager's paths: token (RFC 6749), revocation (RFC 7009), introspection (RFC 7662), key set
 * (RFC 7517), user info (OpenID Connect), and the list of revocations for the services.
 */
public final class TokenEndpoint {
    private static final int MAX_FORM_BYTES = 16 * 1024;
    private static final int MAX_WAIT_S = 30;
    private static final JsonObject EMPTY = new JsonObject();

    private final ClientAuthentication clients;
    private final TokenExchange exchange;
    private final TokenRevocation revocation;
    private final Introspection introspection;
    private final EdgeStateWatch watch;
    private final Signing signing;
    private final OAuthResponse response;

    /** @param lifetime of access tokens */
    public record Signing(EdgeKeys keys, Duration lifetime) {}

    public TokenEndpoint(
            ClientAuthentication clients,
            TokenExchange exchange,
            TokenRevocation revocation,
            Introspection introspection,
            EdgeStateWatch watch,
            Signing signing,
            OAuthResponse response) {
        this.clients = clients;
        this.exchange = exchange;
        this.revocation = revocation;
        this.introspection = introspection;
        this.watch = watch;
        this.signing = signing;
        this.response = response;
    }

    public void mount(Router router) {
        for (String path : new String[] {"/oauth2/token", "/oauth2/revoke", "/oauth2/introspect"}) {
            router.post(path).handler(response.throttle());
            router.post(path).handler(BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES));
        }
        router.post("/oauth2/token").handler(response.json(200, this::token));
        router.post("/oauth2/revoke").handler(response.json(200, this::revoke));
        router.post("/oauth2/introspect").handler(response.json(200, this::introspect));
        router.get("/oauth2/userinfo").handler(response.throttle()).handler(response.json(200, this::userInfo));
        router.get("/oauth2/revocations").handler(response.json(200, this::revocations));
        router.get("/oauth2/jwks").handler(this::keys);
    }

    private void keys(RoutingContext context) {
        context.response().putHeader("cache-control", "public, max-age=300");
        context.json(signing.keys().keySet());
    }

    private Future<JsonObject> token(RoutingContext context) {
        var form = OAuthForm.of(context);
        return authenticate(form.client())
                .compose(client -> tokens(client, form))
                .map(this::json);
    }

    private Future<TokenSet> tokens(RegisteredClient client, OAuthForm form) {
        return switch (form.grantType()) {
            case CLIENT_CREDENTIALS -> Future.succeededFuture(exchange.forClient(client, form.scopes()));
            case PASSWORD ->
                exchange.forPassword(client, form.required("username"), form.required("password"), form.scopes());
            case AUTHORIZATION_CODE ->
                exchange.forCode(
                        client, form.required("code"), form.required("redirect_uri"), form.required("code_verifier"));
            case REFRESH_TOKEN -> exchange.refresh(client, form.required("refresh_token"), form.scopes());
        };
    }

    private JsonObject json(TokenSet tokens) {
        var json = new JsonObject()
                .put("access_token", tokens.accessToken())
                .put("scope", String.join(" ", tokens.scopes()))
                .put("token_type", "Bearer")
                .put("expires_in", signing.lifetime().toSeconds());
        tokens.refreshToken().ifPresent(token -> json.put("refresh_token", token));
        tokens.idToken().ifPresent(token -> json.put("id_token", token));
        return json;
    }

    /** An unknown token is answered like a revoked one (RFC 7009, 2.2). */
    private Future<JsonObject> revoke(RoutingContext context) {
        var form = OAuthForm.of(context);
        String token = form.required("token");
        return authenticate(form.client())
                .compose(client -> introspection
                        .claims(token)
                        .compose(claims -> claims.isPresent()
                                ? revocation.revokeToken(client, claims.get())
                                : revocation.revokeRefreshToken(client, new RandomSecret(token))))
                .map(EMPTY);
    }

    private Future<JsonObject> introspect(RoutingContext context) {
        var form = OAuthForm.of(context);
        String token = form.required("token");
        return authenticate(form.client()).compose(client -> {
            if (client.isPublic()) {
                throw new OAuthError(Code.INVALID_CLIENT, "Introspection needs a client with a secret.");
            }
            return introspection.introspect(client, token);
        });
    }

    private Future<JsonObject> userInfo(RoutingContext context) {
        return BearerToken.of(context.request().headers())
                .compose(introspection::claims)
                .recover(missing -> Future.succeededFuture(Optional.empty()))
                .map(claims -> claims.filter(
                                found -> found.getString("scope", "").contains("openid"))
                        .map(found -> new JsonObject().put("sub", found.getString("sub")))
                        .orElseThrow(() -> new OAuthError(
                                Code.INVALID_TOKEN, "Send a token in force that has the scope openid.")));
    }

    /** Answers with the revocations after a cursor, or waits for the next one. For the platform's own services. */
    private Future<JsonObject> revocations(RoutingContext context) {
        var credentials = OAuthForm.basic(OAuthForm.authorizationOf(context)
                .orElseThrow(() -> new OAuthError(Code.INVALID_CLIENT, "The client's credentials are missing.")));
        String cursor = parameter(context, "after").orElse("");
        long wait = parameter(context, "wait")
                .map(text -> WholeNumber.parse(text).stream()
                        .filter(seconds -> seconds >= 0 && seconds <= MAX_WAIT_S)
                        .findFirst()
                        .orElseThrow(() -> new OAuthError(
                                Code.INVALID_REQUEST, "wait is a number of seconds, at most " + MAX_WAIT_S + ".")))
                .orElse(0L);
        return authenticate(credentials)
                .compose(client -> {
                    if (!client.isPlatform() || client.isPublic()) {
                        throw new OAuthError(Code.INVALID_CLIENT, "This list is for the platform's services.");
                    }
                    return watch.changesAfter(cursor, Duration.ofSeconds(wait));
                })
                .map(TokenEndpoint::json);
    }

    private static Optional<String> parameter(RoutingContext context, String name) {
        return context.queryParam(name).stream().findFirst();
    }

    private static JsonObject json(EdgeStateWatch.Changes changes) {
        var list = new JsonArray();
        changes.revocations().stream().map(Revocation::json).forEach(list::add);
        return new JsonObject()
                .put("cursor", changes.cursor())
                .put("complete", changes.isComplete())
                .put("revocations", list);
    }

    private Future<RegisteredClient> authenticate(OAuthForm.Credentials credentials) {
        return clients.authenticate(credentials.id(), credentials.secret());
    }
}
