package dev.corridor.wso2.bootstrap.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.corridor.kit.config.Secret;
import dev.corridor.wso2.bootstrap.rest.Http.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Token endpoint of WSO2, for any client. */
public final class Login {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Http http;
    private final URI tokenUrl;

    public Login(Http http, URI manager) {
        this.http = http;
        this.tokenUrl = manager.resolve("/oauth2/token");
    }

    /** Credentials of an OAuth client. */
    public record Client(String id, Secret secret) {
        public String basic() {
            return Login.basic(encoded(id), encoded(secret.value()));
        }
    }

    /** @return the response, which is a token, or an error such as invalid_grant */
    public Answer withPassword(Client client, String username, Secret password, String scope) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "password");
        form.put("username", username);
        form.put("password", password.value());
        form.put("scope", scope);
        return request(client, form);
    }

    public Answer withClientCredentials(Client client, String scope) {
        return request(client, Map.of("grant_type", "client_credentials", "scope", scope));
    }

    /** Encodes a user's name and password for Basic authentication. */
    public static String basic(String username, String password) {
        return "Basic " + BASE64.encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the claims of a JWT; empty if the token is none. The services verify it, not the bootstrap. */
    public static Optional<JsonNode> claims(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(Documents.JSON.readTree(Base64.getUrlDecoder().decode(parts[1])));
        } catch (IllegalArgumentException | java.io.IOException notJson) {
            return Optional.empty();
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer request(Client client, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return http.send(new Request(
                "POST",
                tokenUrl,
                Map.of("Authorization", client.basic(), "Content-Type", "application/x-www-form-urlencoded"),
                Optional.of(body.getBytes(StandardCharsets.UTF_8))));
    }
}
