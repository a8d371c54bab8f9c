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

/** Asks services whether they are ready, that is, whether all that they need answers them, until they are. */
final class ServiceReadiness {
    private static final int MAX_ATTEMPTS = 240;
    private static final long PAUSE_MS = 250;
    private static final int ANSWER_TIMEOUT_MS = 5_000;

    private final Vertx vertx;
    private final PortMap ports;
    private final HttpClient http;

    private ServiceReadiness(Vertx vertx, PortMap ports) {
        this.vertx = vertx;
        this.ports = ports;
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(ANSWER_TIMEOUT_MS));
    }

    static Future<?> ofAllServices(Vertx vertx, PortMap ports) {
        var readiness = new ServiceReadiness(vertx, ports);
        return Future.all(Arrays.stream(ServiceName.values())
                        .map(service -> readiness.of(service, MAX_ATTEMPTS))
                        .toList())
                .eventually(readiness.http::close);
    }

    private Future<Void> of(ServiceName service, int attemptsLeft) {
        var question = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(Ports.LOOPBACK)
                .setPort(ports.http(service))
                .setURI("/health/ready")
                .setTimeout(ANSWER_TIMEOUT_MS);
        // The body is asked for in the turn that brings the head: asked for later, from another thread, it never comes.
        return http.request(question)
                .compose(request -> request.send().compose(ServiceReadiness::requireReady))
                .recover(failure -> attemptsLeft > 1
                        ? vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS).compose(due -> of(service, attemptsLeft - 1))
                        : Future.failedFuture(new CommandFailure(
                                "The " + service.value() + " service does not become ready: " + failure.getMessage(),
                                failure)));
    }

    /** The body of a service that is not ready names the parts that are missing. */
    private static Future<Void> requireReady(HttpClientResponse answer) {
        return answer.body()
                .compose(body -> answer.statusCode() == 200
                        ? Future.succeededFuture()
                        : Future.failedFuture(answer.statusCode() + " " + body));
    }
}
