package dev.corridor.kit.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** One HTTP request of a test, built step by step. */
public final class HttpCall {
    private final HttpClient client;
    private final HttpRequest.Builder request;
    private final String method;
    private BodyPublisher body = BodyPublishers.noBody();

    HttpCall(HttpClient client, HttpRequest.Builder request, String method) {
        this.client = client;
        this.request = request;
        this.method = method;
    }

    /** @param token empty or null: the request has no Authorization header */
    public HttpCall token(String token) {
        return token == null || token.isEmpty() ? this : header("authorization", "Bearer " + token);
    }

    /** @param value empty or null: the request does not have this header */
    public HttpCall header(String name, String value) {
        if (value != null && !value.isEmpty()) {
            request.setHeader(name, value);
        }
        return this;
    }

    public HttpCall headers(Map<String, String> headers) {
        headers.forEach(this::header);
        return this;
    }

    public HttpCall json(JsonObject json) {
        return json(json.encode());
    }

    public HttpCall json(String json) {
        return body("application/json", json);
    }

    public HttpCall body(String contentType, String content) {
        body = BodyPublishers.ofString(content);
        return header("content-type", contentType);
    }

    /** Sends the request and waits for the whole response. */
    public HttpResult send() {
        return HttpResult.of(exchange(BodyHandlers.ofString()));
    }

    /** Sends the request without waiting, for requests that run at the same time. */
    public CompletableFuture<HttpResult> sendAsync() {
        return client.sendAsync(built(), BodyHandlers.ofString()).thenApply(HttpResult::of);
    }

    /** Sends the request and returns the lines of a response that does not end; closing the stream ends the connection. */
    public HttpResponse<Stream<String>> sendForLines() {
        return exchange(BodyHandlers.ofLines());
    }

    private <T> HttpResponse<T> exchange(BodyHandler<T> handler) {
        try {
            return client.send(built(), handler);
        } catch (IOException failure) {
            throw new AssertionError("No response to " + method, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private HttpRequest built() {
        return request.method(method, body).build();
    }
}
