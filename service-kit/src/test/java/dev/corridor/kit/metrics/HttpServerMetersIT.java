package dev.corridor.kit.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import dev.corridor.embedded.Ports;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HttpServerMetersIT {

    @Test
    void the_meters_are_those_of_vertx() {
        assertThat(metersOf(ServiceMetricsFactory::new))
                .isEqualTo(metersOf(MicrometerMetricsFactory::new))
                .anyMatch(meter -> meter.startsWith("vertx.http.server.response.time"));
    }

    @Test
    void requests_are_counted_by_method_and_status() {
        var registry = new SimpleMeterRegistry();
        try (var server = new Server(new ServiceMetricsFactory(registry), registry)) {
            server.send(HttpMethod.GET, "/", "");
            server.send(HttpMethod.GET, "/", "");
            server.send(HttpMethod.POST, "/missing", "four");

            assertThat(registry.get("vertx.http.server.requests")
                            .tags("method", "GET", "code", "200")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(registry.get("vertx.http.server.response.bytes")
                            .tags("method", "GET", "code", "200")
                            .summary()
                            .totalAmount())
                    .isEqualTo(10);
            assertThat(registry.get("vertx.http.server.request.bytes")
                            .tags("method", "POST")
                            .summary()
                            .totalAmount())
                    .isEqualTo(4);
            assertThat(registry.get("vertx.http.server.response.time")
                            .tags("method", "POST", "code", "404")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("vertx.http.server.active.requests")
                            .tags("method", "GET")
                            .gauge()
                            .value())
                    .isZero();
        }
    }

    @Test
    void unknown_methods_share_one_label() {
        var registry = new SimpleMeterRegistry();
        try (var server = new Server(new ServiceMetricsFactory(registry), registry)) {
            server.send(HttpMethod.valueOf("BREW"), "/", "");
            server.send(HttpMethod.valueOf("STEEP"), "/", "");

            assertThat(registry.get("vertx.http.server.requests")
                            .tags("method", "OTHER")
                            .counter()
                            .count())
                    .isEqualTo(2);
        }
    }

    @FunctionalInterface
    private interface Measuring {
        VertxMetricsFactory by(SimpleMeterRegistry registry);
    }

    /** Name, labels, type and description of the meters that some requests leave. */
    private static Set<String> metersOf(Measuring measuring) {
        var registry = new SimpleMeterRegistry();
        try (var server = new Server(measuring.by(registry), registry)) {
            server.send(HttpMethod.GET, "/", "");
            server.send(HttpMethod.POST, "/missing", "four");
            server.reset();
            return registry.getMeters().stream()
                    .map(Meter::getId)
                    .filter(id -> id.getName().startsWith("vertx.http.server."))
                    .map(id -> id.getName() + id.getTags() + id.getType() + id.getDescription() + id.getBaseUnit())
                    .collect(Collectors.toSet());
        }
    }

    /** Responds with "hello" at "/", with 404 elsewhere, and not at all at "/silent". */
    private static final class Server implements AutoCloseable {
        private final SimpleMeterRegistry registry;
        private final Vertx vertx;
        private final HttpClient client;
        private final int port;

        Server(VertxMetricsFactory factory, SimpleMeterRegistry registry) {
            this.registry = registry;
            var options = new MicrometerMetricsOptions()
                    .setEnabled(true)
                    .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE));
            vertx = Vertx.builder()
                    .with(new VertxOptions().setMetricsOptions(options))
                    .withMetrics(factory)
                    .build();
            port = vertx.createHttpServer()
                    .requestHandler(request -> {
                        if (!request.path().equals("/silent")) {
                            request.response()
                                    .setStatusCode(request.path().equals("/") ? 200 : 404)
                                    .end("hello");
                        }
                    })
                    .listen(0, Ports.LOOPBACK)
                    .await()
                    .actualPort();
            client = vertx.createHttpClient();
        }

        /** Sends a request and waits until the server has counted it. */
        void send(HttpMethod method, String path, String body) {
            double before = counted("vertx.http.server.requests");
            client.request(method, port, Ports.LOOPBACK, path)
                    .compose(request -> request.send(body))
                    .await();
            await().atMost(ONE_MINUTE).until(() -> counted("vertx.http.server.requests") > before);
        }

        /** Sends a request and cancels it. */
        void reset() {
            var request = client.request(HttpMethod.GET, port, Ports.LOOPBACK, "/silent")
                    .await();
            request.end();
            await().atMost(ONE_MINUTE).until(() -> active() > 0);
            request.reset();
            await().atMost(ONE_MINUTE).until(() -> counted("vertx.http.server.request.resets") > 0);
        }

        private double active() {
            return registry.find("vertx.http.server.active.requests").gauges().stream()
                    .mapToDouble(gauge -> gauge.value())
                    .sum();
        }

        private double counted(String counter) {
            return registry.find(counter).counters().stream()
                    .mapToDouble(each -> each.count())
                    .sum();
        }

        @Override
        public void close() {
            vertx.close().await();
        }
    }
}
