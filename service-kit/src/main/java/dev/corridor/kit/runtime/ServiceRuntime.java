package dev.corridor.kit.runtime;

import dev.corridor.kit.metrics.ServiceMetricsFactory;
import dev.corridor.kit.metrics.VertxMeters;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;

/** What a process gives its services: the event loops, and where measurements go. */
public record ServiceRuntime(Vertx vertx, PrometheusMeterRegistry metrics) {

    public static ServiceRuntime start() {
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        bindGarbageCollection(metrics);
        // Paths are left out of the labels: ids in them would make a time series each.
        var options = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
        Vertx vertx = Vertx.builder()
                .with(vertxOptions().setMetricsOptions(options))
                .withMetrics(new ServiceMetricsFactory(metrics))
                .build();
        VertxMeters.register(vertx, metrics);
        return new ServiceRuntime(vertx, metrics);
    }

    /** What every program of ours has, a baseline too: Linux's own transport, where there is one. */
    public static VertxOptions vertxOptions() {
        return new VertxOptions().setPreferNativeTransport(true);
    }

    /** Stops every service in order, then the event loops. Closing Vert.x at once would take the pools from under them. */
    public Future<Void> stop() {
        var stopped = vertx.deploymentIDs().stream().map(vertx::undeploy).toList();
        return Future.join(stopped).transform(all -> vertx.close());
    }

    /** The binder lives as long as the process, and is closed with it. */
    @SuppressWarnings("resource")
    private static void bindGarbageCollection(PrometheusMeterRegistry metrics) {
        new JvmGcMetrics().bindTo(metrics);
    }
}
