package dev.corridor.edge.oauth.api;

import dev.corridor.kit.identity.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.Arrays;
import java.util.List;

/**
 * Describes the issuer to programs: OpenID Connect Discovery and RFC 8414, which put the document at different places for an issuer
 * whose name has a path; the short paths are WSO2's and everybody's first guess.
 */
public final class DiscoveryEndpoint {
    private static final List<String> PATHS = List.of(
            "/.well-known/openid-configuration",
            "/oauth2/token/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server",
            "/.well-known/oauth-authorization-server/oauth2/token");

    private final JsonObject document;

    /**
     * @param issuer the {@code iss} of its tokens
     * @param origin scheme, host and port of its endpoints
     */
    public DiscoveryEndpoint(String issuer, String origin) {
        var scopes = new JsonArray().add("openid");
        Arrays.stream(Scope.values()).map(Scope::value).forEach(scopes::add);
        var authentication = new JsonArray(List.of("client_secret_basic", "client_secret_post"));
        document = new JsonObject()
                .put("issuer", issuer)
                .put("authorization_endpoint", origin + "/oauth2/authorize")
                .put("token_endpoint", origin + "/oauth2/token")
                .put("jwks_uri", origin + "/oauth2/jwks")
                .put("revocation_endpoint", origin + "/oauth2/revoke")
                .put("introspection_endpoint", origin + "/oauth2/introspect")
                .put("userinfo_endpoint", origin + "/oauth2/userinfo")
                .put("registration_endpoint", origin + "/oauth2/register")
                .put("end_session_endpoint", origin + "/oidc/logout")
                .put("scopes_supported", scopes)
                .put("response_types_supported", new JsonArray().add("code"))
                .put("response_modes_supported", new JsonArray().add("query"))
                .put(
                        "grant_types_supported",
                        new JsonArray(List.of("authorization_code", "refresh_token", "client_credentials", "password")))
                .put("subject_types_supported", new JsonArray().add("public"))
                .put("id_token_signing_alg_values_supported", new JsonArray().add("ES256"))
                .put(
                        "token_endpoint_auth_methods_supported",
                        authentication.copy().add("none"))
                .put(
                        "revocation_endpoint_auth_methods_supported",
                        authentication.copy().add("none"))
                .put("introspection_endpoint_auth_methods_supported", authentication)
                .put("code_challenge_methods_supported", new JsonArray().add("S256"))
                .put("prompt_values_supported", new JsonArray(List.of("none", "login")))
                .put(
                        "claims_supported",
                        new JsonArray(List.of("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "azp")))
                .put("authorization_response_iss_parameter_supported", true)
                .put("request_parameter_supported", false)
                .put("request_uri_parameter_supported", false);
    }

    public void mount(Router router) {
        for (String path : PATHS) {
            router.get(path).handler(context -> {
                context.response().putHeader("cache-control", "public, max-age=300");
                context.json(document);
            });
        }
    }
}
