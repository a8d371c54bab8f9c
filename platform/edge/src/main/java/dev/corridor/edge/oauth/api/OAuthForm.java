package dev.corridor.edge.oauth.api;

import dev.corridor.edge.oauth.domain.AuthorizationRequest;
import dev.corridor.edge.oauth.domain.GrantType;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Form of a request to an OAuth 2.0 endpoint, and the credentials of its client (RFC 6749, sections 2.3.1 and 3.2). */
record OAuthForm(Optional<String> authorization, MultiMap fields) {
    private static final String MEDIA_TYPE = "application/x-www-form-urlencoded";
    private static final String BASIC = "Basic ";

    /** @param secret empty: the client has none, or did not send it */
    record Credentials(String id, Optional<String> secret) {
        @Override
        public String toString() {
            return id;
        }
    }

    /** @throws OAuthError invalid_request when the body is no form */
    static OAuthForm of(RoutingContext context) {
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (contentType == null || !contentType.startsWith(MEDIA_TYPE)) {
            throw new OAuthError(Code.INVALID_REQUEST, "Send a form: " + MEDIA_TYPE + ".");
        }
        return new OAuthForm(authorizationOf(context), context.request().formAttributes());
    }

    static Optional<String> authorizationOf(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION));
    }

    GrantType grantType() {
        String type = required("grant_type");
        return GrantType.of(type)
                .orElseThrow(() -> new OAuthError(
                        Code.UNSUPPORTED_GRANT_TYPE,
                        "Supported grant types: client_credentials, authorization_code, refresh_token, password."));
    }

    Credentials client() {
        boolean hasSecretInForm = fields.contains("client_secret");
        if (authorization.isPresent()) {
            Credentials inHeader = basic(authorization.get());
            // RFC 6749 lets an authenticated client repeat its id, and nothing else.
            if (hasSecretInForm
                    || optional("client_id")
                            .filter(id -> !id.equals(inHeader.id()))
                            .isPresent()) {
                throw new OAuthError(
                        Code.INVALID_REQUEST,
                        "Send the client's credentials once: in the Authorization header or in the form.");
            }
            return inHeader;
        }
        return optional("client_id")
                .map(id -> new Credentials(id, optional("client_secret")))
                .orElseThrow(() -> new OAuthError(Code.INVALID_CLIENT, "The client's credentials are missing."));
    }

    Set<String> scopes() {
        return AuthorizationRequest.scopes(optional("scope").orElse(null));
    }

    String required(String name) {
        return optional(name).orElseThrow(() -> new OAuthError(Code.INVALID_REQUEST, name + " is missing."));
    }

    /** Returns empty when the parameter is absent or empty, which RFC 6749 (section 3.2) treats alike. */
    Optional<String> optional(String name) {
        List<String> values = fields.getAll(name);
        if (values.size() > 1) {
            throw new OAuthError(Code.INVALID_REQUEST, name + " is given more than once.");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    /** Reads a Basic header, whose parts are form-encoded. @throws OAuthError invalid_client */
    static Credentials basic(String authorization) {
        var unreadable = new OAuthError(Code.INVALID_CLIENT, "The Authorization header is not a valid Basic header.");
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw unreadable;
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            if (parts.length != 2) {
                throw unreadable;
            }
            return new Credentials(formDecoded(parts[0]), Optional.of(formDecoded(parts[1])));
        } catch (IllegalArgumentException malformed) {
            throw unreadable;
        }
    }

    private static String formDecoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
