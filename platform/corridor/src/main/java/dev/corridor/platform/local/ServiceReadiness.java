package dev.corridor.platform.local;

import dev.corridor.embedded.Ports;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Polls the services' {@code /health/ready} until each of them reports that everything it needs is available. */
final class ServiceReadiness {
    private static final int MAX_ATTEMPTS = 240;
    private static final long RETRY_DELAY_MS = 250;
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final Vertx vertx;
    private final PortMap ports;
    private final HttpClient http;

    private ServiceReadiness(Vertx vertx, PortMap ports) {
        this.vertx = vertx;
        this.ports = ports;
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(REQUEST_TIMEOUT_MS));
    }

    static Future<?> ofAllServices(Vertx vertx, PortMap ports) {
        var readiness = new ServiceReadiness(vertx, ports);
        return Future.all(Arrays.stream(ServiceName.values())
                        .map(service -> readiness.of(service, MAX_ATTEMPTS))
                        .toList())
                .eventually(readiness.http::close);
    }

    private Future<Void> of(ServiceName service, int attemptsLeft) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(Ports.LOOPBACK)
                .setPort(ports.http(service))
                .setURI("/health/ready")
                .setTimeout(REQUEST_TIMEOUT_MS);
        // The body is requested in the same event loop turn as the response head arrives. Requested later, it may be
        // lost.
        return http.request(options)
                .compose(request -> request.send().compose(ServiceReadiness::requireReady))
                .recover(failure -> attemptsLeft > 1
                        ? vertx.timer(RETRY_DELAY_MS, TimeUnit.MILLISECONDS)
                                .compose(elapsed -> of(service, attemptsLeft - 1))
                        : Future.failedFuture(new CommandFailure(
                                "The " + service.value() + " service did not become ready: " + failure.getMessage(),
                                failure)));
    }

    /** Fails with the response body, which names the checks that failed. */
    private static Future<Void> requireReady(HttpClientResponse response) {
        return response.body()
                .compose(body -> response.statusCode() == 200
                        ? Future.succeededFuture()
                        : Future.failedFuture(response.statusCode() + " " + body));
    }
}
