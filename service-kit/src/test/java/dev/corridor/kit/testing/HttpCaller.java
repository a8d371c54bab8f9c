package dev.corridor.kit.testing;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/** HTTP client that sends a test's requests to one service and returns what the service answered, whatever the status. */
public final class HttpCaller {
    private final HttpClient client;
    private final String baseUrl;

    private HttpCaller(HttpClient client, String baseUrl) {
        this.client = client;
        this.baseUrl = baseUrl;
    }

    public static HttpCaller onPort(int port) {
        return new HttpCaller(HttpClient.newHttpClient(), "http://127.0.0.1:" + port);
    }

    /** Returns a caller that never upgrades to HTTP/2, so that requests at the same time use a connection each. */
    public static HttpCaller overHttp1(int port) {
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new HttpCaller(client, "http://127.0.0.1:" + port);
    }

    /** Returns a caller that shares no connection with this one, so that another event loop may answer. */
    public HttpCaller onNewConnection() {
        return new HttpCaller(HttpClient.newHttpClient(), baseUrl);
    }

    public String baseUrl() {
        return baseUrl;
    }

    /** Starts a request; {@link HttpCall#send} sends it. */
    public HttpCall request(String method, String path) {
        return new HttpCall(client, HttpRequest.newBuilder(URI.create(baseUrl + path)), method);
    }

    public HttpResult get(String path) {
        return get(path, "");
    }

    /** @param token empty: no Authorization header; so for all methods */
    public HttpResult get(String path, String token) {
        return request("GET", path).token(token).send();
    }

    public HttpResult post(String path, String token, JsonObject body) {
        return request("POST", path).token(token).json(body).send();
    }

    public HttpResult post(String path, String token, String json) {
        return request("POST", path).token(token).json(json).send();
    }

    public HttpResult put(String path, String token, JsonObject body) {
        return request("PUT", path).token(token).json(body).send();
    }

    /** @param etag empty: no If-Match header */
    public HttpResult patch(String path, String token, String etag, JsonObject body) {
        return request("PATCH", path)
                .token(token)
                .header("if-match", etag)
                .json(body)
                .send();
    }

    public HttpResult delete(String path, String token) {
        return request("DELETE", path).token(token).send();
    }
}
