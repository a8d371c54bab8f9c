package dev.corridor.platform.local;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.StartTimeout;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.Progress;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Polls the services' {@code /health/ready} until each of them reports that everything it needs is available. */
final class ServiceReadiness {
    private static final long RETRY_DELAY_MS = 250;
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final Vertx vertx;
    private final PortMap ports;
    private final Progress progress;
    private final Duration timeout = StartTimeout.ofThisMachine();
    private final long begunNanos = System.nanoTime();
    private final HttpClient http;

    private ServiceReadiness(Vertx vertx, PortMap ports, Progress progress) {
        this.vertx = vertx;
        this.ports = ports;
        this.progress = progress;
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(REQUEST_TIMEOUT_MS));
    }

    static Future<?> ofAllServices(Vertx vertx, PortMap ports, Progress progress) {
        var readiness = new ServiceReadiness(vertx, ports, progress);
        return Future.all(Arrays.stream(ServiceName.values())
                        .map(service -> readiness.of(service, PROGRESS_EVERY))
                        .toList())
                .eventually(readiness.http::close);
    }

    /** @param nextReport time since the start began, at which the next line says that this service is not ready yet */
    private Future<Void> of(ServiceName service, Duration nextReport) {
        return ask(service).recover(failure -> {
            var waited = Duration.ofNanos(System.nanoTime() - begunNanos);
            if (waited.compareTo(timeout) > 0) {
                return Future.failedFuture(new CommandFailure(
                        "The " + service.value() + " service did not become ready within " + timeout.toSeconds()
                                + " s (set by " + StartTimeout.VARIABLE + "): " + failure.getMessage(),
                        failure));
            }
            boolean isDue = waited.compareTo(nextReport) > 0;
            if (isDue) {
                progress.say("  Waiting for the " + service.value() + " service (" + waited.toSeconds() + " s): "
                        + failure.getMessage());
            }
            return vertx.timer(RETRY_DELAY_MS, TimeUnit.MILLISECONDS)
                    .compose(elapsed -> of(service, isDue ? nextReport.plus(PROGRESS_EVERY) : nextReport));
        });
    }

    private Future<Void> ask(ServiceName service) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(Ports.LOOPBACK)
                .setPort(ports.http(service))
                .setURI("/health/ready")
                .setTimeout(REQUEST_TIMEOUT_MS);
        // The body is requested in the same event loop turn as the response head arrives. Requested later, it may be
        // lost.
        return http.request(options).compose(request -> request.send().compose(ServiceReadiness::requireReady));
    }

    /** Fails with the response body, which names the checks that failed. */
    private static Future<Void> requireReady(HttpClientResponse response) {
        return response.body()
                .compose(body -> response.statusCode() == 200
                        ? Future.succeededFuture()
                        : Future.failedFuture(response.statusCode() + " " + body));
    }
}
