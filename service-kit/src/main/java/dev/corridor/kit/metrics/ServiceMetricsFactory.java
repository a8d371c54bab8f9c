package dev.corridor.kit.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.MicrometerMetricsFactory;

/** Vert.x's Micrometer metrics, with cheaper ones for HTTP requests: {@link HttpServerMeters}. */
public final class ServiceMetricsFactory extends MicrometerMetricsFactory {
    private final MeterRegistry registry;

    public ServiceMetricsFactory(MeterRegistry registry) {
        super(registry);
        this.registry = registry;
    }

    @Override
    public VertxMetrics metrics(VertxOptions options) {
        return new ServiceMetrics(super.metrics(options), new HttpServerMeters(registry));
    }
}
