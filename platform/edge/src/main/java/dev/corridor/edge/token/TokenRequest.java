package dev.corridor.edge.token;

import dev.corridor.edge.token.OAuthError.Code;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Request to the token endpoint (RFC 6749, sections 2.3.1, 4.3.2 and 4.4.2).
 *
 * @param user the user's credentials in the password grant, otherwise null
 * @param scopes empty: the client's default scopes
 */
record TokenRequest(Grant grant, Credentials client, Credentials user, Set<String> scopes) {

    enum Grant {
        CLIENT_CREDENTIALS,
        PASSWORD
    }

    record Credentials(String name, String secret) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Reads a request from its Authorization header and form.
     *
     * @throws OAuthError when it is malformed
     */
    static TokenRequest read(String authorization, MultiMap form) {
        Grant grant = grant(single(form, "grant_type"));
        Credentials user = grant == Grant.PASSWORD
                ? new Credentials(required(form, "username"), required(form, "password"))
                : null;
        return new TokenRequest(grant, client(authorization, form), user, scopes(single(form, "scope")));
    }

    private static Grant grant(String type) {
        if (type == null) {
            throw new OAuthError(Code.INVALID_REQUEST, "grant_type is missing.");
        }
        return switch (type) {
            case "client_credentials" -> Grant.CLIENT_CREDENTIALS;
            case "password" -> Grant.PASSWORD;
            default ->
                throw new OAuthError(
                        Code.UNSUPPORTED_GRANT_TYPE, "Supported grant types: client_credentials, password.");
        };
    }

    private static Credentials client(String authorization, MultiMap form) {
        boolean inForm = form.contains("client_id") || form.contains("client_secret");
        if (authorization != null && inForm) {
            throw new OAuthError(
                    Code.INVALID_REQUEST,
                    "Send the client's credentials once: in the Authorization header or in the form.");
        }
        if (authorization != null) {
            return basic(authorization);
        }
        if (!inForm) {
            throw new OAuthError(Code.INVALID_CLIENT, "The client's credentials are missing.");
        }
        return new Credentials(required(form, "client_id"), required(form, "client_secret"));
    }

    private static Credentials basic(String authorization) {
        var unreadable = new OAuthError(Code.INVALID_CLIENT, "The Authorization header is not a valid Basic header.");
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw unreadable;
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            if (parts.length != 2) {
                throw unreadable;
            }
            return new Credentials(formDecoded(parts[0]), formDecoded(parts[1]));
        } catch (IllegalArgumentException malformed) {
            throw unreadable;
        }
    }

    private static String formDecoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String required(MultiMap form, String name) {
        String value = single(form, name);
        if (value == null) {
            throw new OAuthError(Code.INVALID_REQUEST, name + " is missing.");
        }
        return value;
    }

    /** Returns null when the parameter is absent or empty, which RFC 6749 (section 3.2) treats alike. */
    private static String single(MultiMap form, String name) {
        List<String> values = form.getAll(name);
        if (values.size() > 1) {
            throw new OAuthError(Code.INVALID_REQUEST, name + " is given more than once.");
        }
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }

    private static Set<String> scopes(String list) {
        var scopes = new LinkedHashSet<String>();
        if (list != null) {
            Arrays.stream(list.split(" ")).filter(scope -> !scope.isEmpty()).forEach(scopes::add);
        }
        return scopes;
    }
}
