package dev.corridor.edge.cache;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.proxy.Backends;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Response cache of one event loop's requests; see the package. The stored responses are those of the whole process. */
public final class ResponseCache {
    private final ResponseStore store;
    private final BackendFetch backends;
    private final Clock clock;
    private final Map<CacheStatus, Counter> requests = new EnumMap<>(CacheStatus.class);

    public ResponseCache(Vertx vertx, EdgeConfig config, Backends backends, Clock clock, MeterRegistry metrics) {
        var bounds = config.apis().cacheBounds();
        this.store = ResponseStore.of(vertx, bounds);
        this.backends = new BackendFetch(
                backends, clock, bounds.maxResponseBytes(), config.limits().answerTimeout());
        this.clock = clock;
        for (CacheStatus status : CacheStatus.values()) {
            requests.put(
                    status,
                    Counter.builder("corridor.edge.cache.requests")
                            .description("Requests to cached operations, by how they were answered")
                            .tag("status", status.name())
                            .register(metrics));
        }
        Gauge.builder("corridor.edge.cache.bytes", store, ResponseStore::bytes)
                .description("Memory of stored responses with their keys and headers")
                .baseUnit("bytes")
                .register(metrics);
    }

    /** Returns the step that answers an API's requests from the cache, before the proxy; empty if the API has no cache. */
    public Optional<Handler<RoutingContext>> of(Api api) {
        return api.caching()
                .map(caching -> new CachedApi(api, caching, store, backends, clock, status -> requests.get(status)
                        .increment())::answer);
    }
}
