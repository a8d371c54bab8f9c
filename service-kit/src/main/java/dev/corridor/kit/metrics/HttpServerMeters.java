package dev.corridor.kit.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MetricsNaming;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Meters of HTTP requests, with the names and labels of Vert.x. Vert.x looks up five meters for every request, each by
 * all its labels; here they are looked up once for each method and status. One per process; any thread.
 */
final class HttpServerMeters {
    private static final MetricsNaming NAMES =
            MetricsNaming.v4Names().withBaseName(MetricsDomain.HTTP_SERVER.getPrefix());
    private static final Set<HttpMethod> METHODS = Set.copyOf(HttpMethod.values());
    /** Label of unknown methods: a label for each would be a time series for each. */
    private static final HttpMethod OTHER = HttpMethod.valueOf("OTHER");

    private final MeterRegistry registry;
    private final Map<HttpMethod, OfMethod> methods = new ConcurrentHashMap<>();

    HttpServerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    Exchange begin(HttpMethod method) {
        OfMethod known = methods.get(method);
        return new Exchange(known != null ? known : find(method));
    }

    private OfMethod find(HttpMethod method) {
        return methods.computeIfAbsent(METHODS.contains(method) ? method : OTHER, OfMethod::new);
    }

    /** One request and its response. Belongs to one event loop. */
    static final class Exchange {
        private final OfMethod method;
        private final long beganAtNanos = System.nanoTime();
        private boolean requestEnded;
        private boolean responseEnded;
        private boolean over;

        private Exchange(OfMethod method) {
            this.method = method;
            method.active.increment();
        }

        void requestEnded(long bytes) {
            method.requestBytes.record(bytes);
            requestEnded = true;
            endIf(responseEnded);
        }

        void responseEnded(int status, long bytes) {
            method.status(status).record(System.nanoTime() - beganAtNanos, bytes);
            responseEnded = true;
            endIf(requestEnded);
        }

        void reset() {
            method.countReset();
            endIf(true);
        }

        private void endIf(boolean otherSideEnded) {
            if (otherSideEnded && !over) {
                over = true;
                method.active.decrement();
            }
        }
    }

    private final class OfMethod {
        private final Tags tags;
        private final LongAdder active = new LongAdder();
        private final DistributionSummary requestBytes;
        private final Map<Integer, OfStatus> statuses = new ConcurrentHashMap<>();

        OfMethod(HttpMethod method) {
            tags = Tags.of(Label.HTTP_METHOD.toString(), method.name());
            requestBytes = DistributionSummary.builder(NAMES.getHttpRequestBytes())
                    .description("Size of requests in bytes")
                    .tags(tags)
                    .register(registry);
            Gauge.builder(NAMES.getHttpActiveRequests(), active, LongAdder::doubleValue)
                    .description("Number of requests being processed")
                    .tags(tags)
                    .register(registry);
        }

        OfStatus status(int status) {
            OfStatus known = statuses.get(status);
            return known != null ? known : statuses.computeIfAbsent(status, this::find);
        }

        private OfStatus find(int status) {
            return new OfStatus(tags.and(Label.HTTP_CODE.toString(), Integer.toString(status)));
        }

        void countReset() {
            Counter.builder(NAMES.getHttpRequestResetsCount())
                    .description("Number of request resets")
                    .tags(tags)
                    .register(registry)
                    .increment();
        }
    }

    private final class OfStatus {
        private final Counter requests;
        private final Timer responseTime;
        private final DistributionSummary responseBytes;

        OfStatus(Tags tags) {
            requests = Counter.builder(NAMES.getHttpRequestsCount())
                    .description("Number of processed requests")
                    .tags(tags)
                    .register(registry);
            responseTime = Timer.builder(NAMES.getHttpResponseTime())
                    .description("Request processing time")
                    .tags(tags)
                    .register(registry);
            responseBytes = DistributionSummary.builder(NAMES.getHttpResponseBytes())
                    .description("Size of responses in bytes")
                    .tags(tags)
                    .register(registry);
        }

        void record(long nanos, long bytes) {
            requests.increment();
            responseTime.record(nanos, TimeUnit.NANOSECONDS);
            responseBytes.record(bytes);
        }
    }
}
