package dev.corridor.edge.oauth.api;

import dev.corridor.edge.oauth.domain.AuthorizationRequest;
import dev.corridor.edge.oauth.domain.ClientMetadata;
import dev.corridor.edge.oauth.domain.GrantType;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.edge.oauth.usecase.ApplicationRegistration;
import dev.corridor.edge.oauth.usecase.KeyRegistration;
import dev.corridor.edge.oauth.usecase.UserSignIn;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.BearerToken;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.request.ExactJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Dynamic registration of clients: RFC 7591 with a token of the user who will own the application, and WSO2 API Manager's own form
 * of it with the user's password. Each registration is an application with one key, which the developer portal shows.
 */
public final class RegistrationEndpoint {
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final String BASIC = "client_secret_basic";
    private static final String NONE = "none";

    private final TokenVerifier tokens;
    private final UserSignIn signIn;
    private final ApplicationRegistration applications;
    private final KeyRegistration keys;
    private final OAuthResponse response;

    public RegistrationEndpoint(
            TokenVerifier tokens,
            UserSignIn signIn,
            ApplicationRegistration applications,
            KeyRegistration keys,
            OAuthResponse response) {
        this.tokens = tokens;
        this.signIn = signIn;
        this.applications = applications;
        this.keys = keys;
        this.response = response;
    }

    public void mount(Router router) {
        mount(router, "/oauth2/register", 201, this::register);
        mount(router, "/client-registration/v0.17/register", 200, this::registerAsAtWso2);
    }

    @FunctionalInterface
    private interface Registration {
        Future<JsonObject> run(RoutingContext context);
    }

    private void mount(Router router, String path, int status, Registration registration) {
        router.post(path).handler(response.throttle());
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(response.json(status, registration::run));
    }

    private Future<JsonObject> register(RoutingContext context) {
        JsonObject body = body(context);
        return BearerToken.of(context.request().headers())
                .compose(tokens::verify)
                .recover(refused -> Future.failedFuture(new OAuthError(
                        Code.INVALID_TOKEN, "Send a token of the application's owner in the Authorization header.")))
                .map(caller -> requireScope(caller).subject())
                .compose(userId -> create(userId, metadata(body)))
                .map(RegistrationEndpoint::json);
    }

    private static Caller requireScope(Caller caller) {
        if (!caller.has(Scope.APPLICATIONS_WRITE)) {
            throw new OAuthError(Code.INVALID_TOKEN, "The token needs the scope applications:write.");
        }
        return caller;
    }

    private Future<JsonObject> registerAsAtWso2(RoutingContext context) {
        JsonObject body = body(context);
        var user = OAuthForm.basic(OAuthForm.authorizationOf(context)
                .orElseThrow(() -> new OAuthError(Code.INVALID_CLIENT, "Send the user's name and password (Basic).")));
        return signIn.check(user.id(), user.secret().orElse(""))
                .compose(owner ->
                        create(owner.userId(), wso2Metadata(body)).map(key -> wso2Json(key, owner.username())));
    }

    private Future<KeyRegistration.Key> create(String userId, ClientMetadata metadata) {
        return applications
                .create(userId, metadata.name(), "Registered by a program")
                .compose(application -> keys.create(userId, application.id(), metadata)
                        .recover(refused -> applications
                                .delete(userId, application.id())
                                .transform(deleted -> Future.failedFuture(refused))))
                .recover(failure -> Future.failedFuture(
                        failure instanceof Problem problem && !problem.isOurFault()
                                ? new OAuthError(Code.INVALID_CLIENT_METADATA, problem.detail())
                                : failure));
    }

    private static ClientMetadata metadata(JsonObject body) {
        String method = text(body, "token_endpoint_auth_method", BASIC);
        if (!List.of(BASIC, "client_secret_post", NONE).contains(method)) {
            throw new OAuthError(
                    Code.INVALID_CLIENT_METADATA,
                    "token_endpoint_auth_method is client_secret_basic, client_secret_post or none.");
        }
        return metadata(
                text(body, "client_name", ""),
                method.equals(NONE),
                grants(texts(body, "grant_types", GrantType.AUTHORIZATION_CODE.value())),
                texts(body, "redirect_uris"),
                AuthorizationRequest.scopes(text(body, "scope", "")));
    }

    private static ClientMetadata wso2Metadata(JsonObject body) {
        String callback = text(body, "callbackUrl", "");
        return metadata(
                text(body, "clientName", ""),
                false,
                grants(Arrays.asList(text(body, "grantType", "").strip().split("[ ,]+"))),
                callback.isEmpty() ? List.of() : List.of(callback),
                Set.of());
    }

    /** A client that asks for no scope gets those that it can have: of users, or without a user those of itself. */
    private static ClientMetadata metadata(
            String name, boolean isPublic, Set<GrantType> grants, List<String> redirectUris, Set<String> scopes) {
        Set<String> wanted = scopes.isEmpty() ? KeyRegistration.defaultScopes(grants) : scopes;
        return new ClientMetadata(name, isPublic, grants, redirectUris, wanted);
    }

    private static JsonObject json(KeyRegistration.Key key) {
        var client = key.client();
        var json = new JsonObject()
                .put("client_id", client.id())
                .put("client_id_issued_at", client.createdAt().getEpochSecond())
                .put("client_name", client.name())
                .put("grant_types", new JsonArray(grantTypes(key)))
                .put("redirect_uris", new JsonArray(client.redirectUris()))
                .put("response_types", new JsonArray(List.of("code")))
                .put("token_endpoint_auth_method", client.isPublic() ? NONE : BASIC)
                .put("scope", client.scopes().stream().sorted().collect(Collectors.joining(" ")));
        key.secret()
                .ifPresent(secret -> json.put("client_secret", secret.value()).put("client_secret_expires_at", 0));
        return json;
    }

    private static JsonObject wso2Json(KeyRegistration.Key key, String owner) {
        var client = key.client();
        String callback = String.join(",", client.redirectUris());
        String grantTypes = String.join(" ", grantTypes(key));
        return new JsonObject()
                .put("clientId", client.id())
                .put("clientName", client.name())
                .put("callBackURL", callback)
                .put("clientSecret", key.secret().map(RandomSecret::value).orElse(""))
                .put("isSaasApplication", true)
                .put("appOwner", owner)
                .put(
                        "jsonString",
                        new JsonObject()
                                .put("grant_types", grantTypes)
                                .put("redirect_uris", callback)
                                .put("client_name", client.name())
                                .encode())
                .put("jsonAppAttribute", "{}")
                .putNull("tokenType");
    }

    private static List<String> grantTypes(KeyRegistration.Key key) {
        return key.client().grants().stream().map(GrantType::value).sorted().toList();
    }

    private static Set<GrantType> grants(List<String> names) {
        return names.stream()
                .map(name -> GrantType.of(name)
                        .orElseThrow(() -> new OAuthError(
                                Code.INVALID_CLIENT_METADATA,
                                "Grant types are client_credentials, authorization_code and refresh_token.")))
                .collect(Collectors.toSet());
    }

    private static JsonObject body(RoutingContext context) {
        try {
            return ExactJson.object(context.body().buffer());
        } catch (Problem malformed) {
            throw new OAuthError(Code.INVALID_CLIENT_METADATA, "Send a JSON object.");
        }
    }

    private static String text(JsonObject body, String field, String otherwise) {
        Object value = body.getValue(field);
        if (value != null && !(value instanceof String)) {
            throw new OAuthError(Code.INVALID_CLIENT_METADATA, field + " is a text.");
        }
        return value == null ? otherwise : (String) value;
    }

    private static List<String> texts(JsonObject body, String field, String... otherwise) {
        Object value = body.getValue(field);
        if (value == null) {
            return List.of(otherwise);
        }
        boolean isList = value instanceof JsonArray list && list.stream().allMatch(String.class::isInstance);
        if (!isList) {
            throw new OAuthError(Code.INVALID_CLIENT_METADATA, field + " is a list of texts.");
        }
        return ((JsonArray) value).stream().map(String.class::cast).distinct().toList();
    }
}
