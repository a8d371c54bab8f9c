package dev.corridor.edge.token;

import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.config.OAuthClient;
import dev.corridor.edge.guard.Throttle;
import dev.corridor.edge.token.OAuthError.Code;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.identity.Scope;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Token endpoint (OAuth 2.0, RFC 6749) and key set (JWKS, RFC 7517) with WSO2 API Manager's paths and formats. A request for a
 * scope that the client does not have is an error; it does not yield a token with fewer scopes.
 */
public final class TokenEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final int MAX_FORM_BYTES = 16 * 1024;

    /** Limit for one address. A failed attempt counts as ten requests, so that 60 of them are possible in a minute. */
    public static final ThrottlingPolicy POLICY = new ThrottlingPolicy("Tokens", 600);

    public static final int COST_OF_FAILURE = 10;
    private static final String NAME = "tokens";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Map<String, OAuthClient> clients;
    private final Secret userPassword;
    private final JsonObject keySet;
    private final TokenIssuer issuer;
    private final UserDirectory users;
    private final Throttle throttle;

    public TokenEndpoint(EdgeConfig config, TokenIssuer issuer, UserDirectory users, Throttle throttle) {
        this.clients = config.clients().stream().collect(Collectors.toMap(OAuthClient::id, Function.identity()));
        this.userPassword = config.userPassword();
        this.keySet = config.keys().keySet();
        this.issuer = issuer;
        this.users = users;
        this.throttle = throttle;
    }

    public void mount(Router router) {
        router.post("/oauth2/token").handler(throttle.of(NAME, POLICY));
        router.post("/oauth2/token")
                .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES))
                .handler(this::token);
        router.get("/oauth2/jwks").handler(this::keys);
    }

    private void keys(RoutingContext context) {
        context.response().putHeader("cache-control", "public, max-age=300");
        context.json(keySet);
    }

    private void token(RoutingContext context) {
        respond(context)
                .onSuccess(token -> uncached(context)
                        .putHeader("content-type", "application/json")
                        .end(token.toBuffer()))
                .onFailure(failure -> {
                    if (failure instanceof OAuthError refusal) {
                        refuse(context, refusal);
                    } else {
                        context.fail(failure);
                    }
                });
    }

    private Future<JsonObject> respond(RoutingContext context) {
        try {
            String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
            if (contentType == null || !contentType.startsWith(FORM)) {
                throw new OAuthError(Code.INVALID_REQUEST, "Send a form: " + FORM + ".");
            }
            var request = TokenRequest.read(
                    context.request().getHeader(HttpHeaders.AUTHORIZATION),
                    context.request().formAttributes());
            OAuthClient client = authenticated(request.client());
            return switch (request.grant()) {
                case CLIENT_CREDENTIALS -> forClient(client, request);
                case PASSWORD -> forUser(client, request);
            };
        } catch (OAuthError refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private OAuthClient authenticated(TokenRequest.Credentials credentials) {
        OAuthClient client = clients.get(credentials.name());
        if (client == null || !matches(client.secret(), credentials.secret())) {
            throw new OAuthError(Code.INVALID_CLIENT, "The client is unknown or its secret is wrong.");
        }
        return client;
    }

    private Future<JsonObject> forClient(OAuthClient client, TokenRequest request) {
        Collection<String> scopes = granted(client, request.scopes(), client.scopes());
        return Future.succeededFuture(tokenResponse(issuer.forClient(client.id(), scopes), scopes));
    }

    private Future<JsonObject> forUser(OAuthClient client, TokenRequest request) {
        if (!client.actsForUsers()) {
            throw new OAuthError(Code.UNAUTHORIZED_CLIENT, "This client may not request tokens for users.");
        }
        if (!matches(userPassword, request.user().secret())) {
            throw new OAuthError(Code.INVALID_GRANT, "The name or the password is wrong.");
        }
        Collection<String> scopes = granted(client, request.scopes(), Scope.ofUsers());
        return users.userIdOf(request.user().name())
                .map(userId -> tokenResponse(issuer.forUser(userId, client.id(), scopes), scopes));
    }

    private static List<String> granted(OAuthClient client, Set<String> requested, Collection<String> defaults) {
        if (!client.scopes().containsAll(requested)) {
            throw new OAuthError(Code.INVALID_SCOPE, "A scope is unknown or not allowed for this client.");
        }
        return requested.isEmpty()
                ? defaults.stream().filter(client.scopes()::contains).sorted().toList()
                : List.copyOf(requested);
    }

    private JsonObject tokenResponse(String token, Collection<String> scopes) {
        return new JsonObject()
                .put("access_token", token)
                .put("scope", String.join(" ", scopes))
                .put("token_type", "Bearer")
                .put("expires_in", issuer.lifetime().toSeconds());
    }

    private void refuse(RoutingContext context, OAuthError refusal) {
        LOG.atInfo().addKeyValue("error", refusal.code()).log("token refused: {}", refusal.getMessage());
        if (refusal.code().isFailedAttempt()) {
            throttle.charge(context, NAME, POLICY, COST_OF_FAILURE - 1);
        }
        HttpServerResponse response =
                uncached(context).setStatusCode(refusal.code().httpStatus());
        if (refusal.code() == Code.INVALID_CLIENT) {
            response.putHeader("www-authenticate", "Basic realm=\"corridor\"");
        }
        if (refusal.code() == Code.TEMPORARILY_UNAVAILABLE) {
            response.putHeader("retry-after", "1");
        }
        response.putHeader("content-type", "application/json")
                .end(new JsonObject()
                        .put("error", refusal.code().name().toLowerCase(java.util.Locale.ROOT))
                        .put("error_description", refusal.getMessage())
                        .toBuffer());
    }

    private static HttpServerResponse uncached(RoutingContext context) {
        return context.response().putHeader("cache-control", "no-store");
    }

    /** Compares in constant time. */
    private static boolean matches(Secret expected, String given) {
        return MessageDigest.isEqual(
                expected.value().getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
