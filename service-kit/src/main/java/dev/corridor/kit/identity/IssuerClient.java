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

/** HTTP client of the token issuer: fetches its key set and the service's own tokens. */
final class IssuerClient {
    private static final long TIMEOUT_MS = 5_000;

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
        String basic = Base64.getEncoder()
                .encodeToString(
                        (client.clientId() + ":" + client.clientSecret().value()).getBytes(StandardCharsets.UTF_8));
        var options = request(HttpMethod.POST, client.tokenUrl())
                .putHeader("authorization", "Basic " + basic)
                .putHeader("content-type", "application/x-www-form-urlencoded");
        String form = "grant_type=client_credentials&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8);
        return http.request(options).compose(request -> request.send(form).compose(IssuerClient::json));
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
