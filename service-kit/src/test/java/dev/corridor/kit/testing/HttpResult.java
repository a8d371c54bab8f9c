package dev.corridor.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** Response to one HTTP request of a test. */
public record HttpResult(int status, String body, HttpHeaders headers) {

    static HttpResult of(HttpResponse<String> response) {
        return new HttpResult(response.statusCode(), response.body(), response.headers());
    }

    public JsonObject json() {
        return new JsonObject(body);
    }

    /** The first value of a header, or "". */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The stable code of a problem. */
    public String code() {
        return json().getString("code");
    }

    public HttpResult assertStatus(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /** Asserts that this is a problem (RFC 9457) with the given status and code. */
    public HttpResult assertProblem(int expectedStatus, String expectedCode) {
        assertStatus(expectedStatus);
        assertThat(header("content-type")).isEqualTo("application/problem+json");
        assertThat(code()).as(body).isEqualTo(expectedCode);
        return this;
    }
}
