package dev.corridor.wso2.bootstrap.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.corridor.kit.config.Secret;
import dev.corridor.wso2.bootstrap.rest.Http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * WSO2's REST APIs, called with the token of one user. The token is requested when it is needed and again when WSO2 says that
 * it has expired.
 */
public final class RestApi {
    public static final String PUBLISHER = "/api/am/publisher/v4";
    public static final String ADMIN = "/api/am/admin/v4";
    public static final String DEVELOPER_PORTAL = "/api/am/devportal/v3";

    private static final int PAGE = 100;
    private static final int MAX_PAGES = 50;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Http http;
    private final URI manager;
    private final Login login;
    private final Credentials credentials;
    private String token;
    private String grantedScope = "";

    /** The user whose rights are used, and the client that asks for the token. */
    public record Credentials(Login.Client client, String username, Secret password, String scope) {}

    public RestApi(Http http, URI manager, Login login, Credentials credentials) {
        this.http = http;
        this.manager = manager;
        this.login = login;
        this.credentials = credentials;
    }

    public Answer get(String path) {
        return call("GET", path, Optional.empty());
    }

    public Answer send(String method, String path, JsonNode body) {
        return call(method, path, Optional.of(body));
    }

    public Answer post(String path) {
        return call("POST", path, Optional.empty());
    }

    public Answer upload(String path, String fileName, byte[] content) {
        return authorized("POST", path, Multipart.headers(), Optional.of(new Multipart(fileName, content).body()));
    }

    /** Reads all pages of a list. */
    public List<JsonNode> all(String path, String purpose) {
        var items = new ArrayList<JsonNode>();
        String separator = path.contains("?") ? "&" : "?";
        for (int page = 0; page < MAX_PAGES; page++) {
            var answer = get(path + separator + "limit=" + PAGE + "&offset=" + page * PAGE)
                    .require(purpose)
                    .json();
            var list = answer.path("list");
            list.forEach(items::add);
            int total = answer.path("pagination").path("total").asInt(items.size());
            if (list.isEmpty() || items.size() >= total) {
                return items;
            }
        }
        throw new BootstrapFailure("WSO2's list " + path + " has more than " + PAGE * MAX_PAGES + " entries.");
    }

    /** Reads a list that has no pages. */
    public List<JsonNode> list(String path, String purpose) {
        var items = new ArrayList<JsonNode>();
        get(path).require(purpose).json().path("list").forEach(items::add);
        return items;
    }

    /** Returns an access token of the user, which has the scopes that the user's roles permit. */
    public String accessToken() {
        if (token == null) {
            var answer = login.withPassword(
                    credentials.client(), credentials.username(), credentials.password(), credentials.scope());
            var granted =
                    answer.require("log " + credentials.username() + " in").json();
            token = granted.path("access_token").asText();
            grantedScope = granted.path("scope").asText("");
        }
        return token;
    }

    private Answer call(String method, String path, Optional<JsonNode> body) {
        return authorized(
                method,
                path,
                body.isPresent() ? Map.of("Content-Type", "application/json") : Map.of(),
                body.map(json -> json.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private Answer authorized(String method, String path, Map<String, String> headers, Optional<byte[]> body) {
        var answer = once(method, path, headers, body);
        if (answer.status() == UNAUTHORIZED) {
            token = null;
            answer = once(method, path, headers, body);
        }
        if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
            throw answer.failure(
                    "accept a token of " + credentials.username(),
                    "It has the scopes \"" + grantedScope + "\" of \"" + credentials.scope()
                            + "\". Give the user the roles"
                            + " for them in https://localhost:9443/carbon (Internal/subscriber for the developer portal), then"
                            + " run the bootstrap again.");
        }
        return answer;
    }

    private Answer once(String method, String path, Map<String, String> headers, Optional<byte[]> body) {
        var all = new LinkedHashMap<>(headers);
        all.put("Authorization", "Bearer " + accessToken());
        all.put("Accept", "application/json");
        return http.send(new Request(method, manager.resolve(path), all, body));
    }

    public static ArrayNode array(String... values) {
        var array = Documents.JSON.createArrayNode();
        for (String value : values) {
            array.add(value);
        }
        return array;
    }
}
