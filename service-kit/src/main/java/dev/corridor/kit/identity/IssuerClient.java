package dev.corridor.kit.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** HTTP client of the token issuer: fetches its key set and the service's own tokens. */
final class IssuerClient {
    private static final long TIMEOUT_MS = 5_000;
    /** How long the issuer may wait for a change of its revocations before it answers. */
    private static final int WAIT_S = 20;

    private final HttpClient http;

    IssuerClient(Vertx vertx, TokenSettings settings) {
        var options = new HttpClientOptions().setConnectTimeout((int) TIMEOUT_MS);
        settings.trustedCertificates()
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertPath(pem)));
        http = vertx.createHttpClient(options);
    }

    Future<JsonObject> keySet(URI url) {
        // The body is read in the turn in which the head arrives: read later, from another thread, it would be lost.
        return http.request(request(HttpMethod.GET, url))
                .compose(request -> request.send().compose(IssuerClient::json));
    }

    /** Fetches a token by client credentials (RFC 6749, section 4.4). */
    Future<JsonObject> clientCredentials(TokenSettings.ClientCredentials client, String scope) {
        var options = request(HttpMethod.POST, client.tokenUrl())
                .putHeader("authorization", basic(client))
                .putHeader("content-type", "application/x-www-form-urlencoded");
        String form = "grant_type=client_credentials&scope=" + encoded(scope);
        return http.request(options).compose(request -> request.send(form).compose(IssuerClient::json));
    }

    /** Reads the revocations after a cursor; waits for the next one when there is none. @param cursor "": the whole list */
    Future<JsonObject> revocations(URI url, TokenSettings.ClientCredentials client, String cursor) {
        String query = "?wait=" + WAIT_S + (cursor.isEmpty() ? "" : "&after=" + encoded(cursor));
        var options = request(HttpMethod.GET, URI.create(url + query))
                .setTimeout(TIMEOUT_MS + TimeUnit.SECONDS.toMillis(WAIT_S))
                .putHeader("authorization", basic(client));
        return http.request(options).compose(request -> request.send().compose(IssuerClient::json));
    }

    /** Encodes credentials as RFC 6749 (section 2.3.1) prescribes: each part is form-encoded first. */
    private static String basic(TokenSettings.ClientCredentials client) {
        String pair =
                encoded(client.clientId()) + ":" + encoded(client.clientSecret().value());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static RequestOptions request(HttpMethod method, URI url) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url.toString())
                .setTimeout(TIMEOUT_MS);
    }

    private static Future<JsonObject> json(HttpClientResponse response) {
        return response.statusCode() == 200
                ? response.body().map(body -> body.toJsonObject())
                : Future.failedFuture("the issuer responded with " + response.statusCode());
    }
}
