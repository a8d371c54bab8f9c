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
 * What a client asks of the token endpoint (RFC 6749, sections 2.3.1, 4.3.2 and 4.4.2).
 *
 * @param person for the password grant; null for the other
 * @param scopes empty when the client leaves it to the issuer
 */
record TokenRequest(Grant grant, Credentials client, Credentials person, Set<String> scopes) {

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

    /** @throws OAuthError when it makes no sense */
    static TokenRequest read(String authorization, MultiMap form) {
        Grant grant = grant(single(form, "grant_type"));
        Credentials person = grant == Grant.PASSWORD
                ? new Credentials(required(form, "username"), required(form, "password"))
                : null;
        return new TokenRequest(grant, client(authorization, form), person, scopes(single(form, "scope")));
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
                        Code.UNSUPPORTED_GRANT_TYPE, "The grant types here are client_credentials and password.");
        };
    }

    private static Credentials client(String authorization, MultiMap form) {
        boolean inForm = form.contains("client_id") || form.contains("client_secret");
        if (authorization != null && inForm) {
            throw new OAuthError(
                    Code.INVALID_REQUEST, "Name the client once: in the Authorization header or the form.");
        }
        if (authorization != null) {
            return basic(authorization);
        }
        if (!inForm) {
            throw new OAuthError(Code.INVALID_CLIENT, "The client does not say who it is.");
        }
        return new Credentials(required(form, "client_id"), required(form, "client_secret"));
    }

    private static Credentials basic(String authorization) {
        var unreadable = new OAuthError(Code.INVALID_CLIENT, "The Authorization header is not a Basic one.");
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

    /** Null when absent or empty, which the RFC takes for the same. */
    private static String single(MultiMap form, String name) {
        List<String> values = form.getAll(name);
        if (values.size() > 1) {
            throw new OAuthError(Code.INVALID_REQUEST, name + " stands there more than once.");
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
