package dev.corridor.kit.runtime;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.metrics.ServiceMetricsFactory;
import dev.corridor.kit.metrics.VertxMeters;
import dev.corridor.kit.stream.StreamBudget;
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
import java.util.Map;

/** The Vert.x, the meter registry and the memory for streams that the services of a process share. */
public record ServiceRuntime(Vertx vertx, PrometheusMeterRegistry metrics, StreamBudget streams) {

    /** Starts with the default settings. */
    public static ServiceRuntime start() {
        JavaLogging.install();
        return start(Settings.of(Map.of()));
    }

    /** @param settings STREAM_MEMORY_BYTES */
    public static ServiceRuntime start(Settings settings) {
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        bindGarbageCollection(metrics);
        // Paths are not labels: each id in them would make a time series.
        var options = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
        Vertx vertx = Vertx.builder()
                .with(vertxOptions().setMetricsOptions(options))
                .withMetrics(new ServiceMetricsFactory(metrics))
                .build();
        VertxMeters.register(vertx, metrics);
        return new ServiceRuntime(vertx, metrics, StreamBudget.from(settings, HeapCheck.longLivedBytes()));
    }

    /** Options of every process, benchmarks included: the native transport, where there is one. */
    public static VertxOptions vertxOptions() {
        return new VertxOptions().setPreferNativeTransport(true);
    }

    /** Stops every service, then Vert.x. Closing Vert.x at once would close the pools that stopping services still use. */
    public Future<Void> stop() {
        var stopped = vertx.deploymentIDs().stream().map(vertx::undeploy).toList();
        return Future.join(stopped).transform(all -> vertx.close());
    }

    /** The binder lives as long as the process. */
    @SuppressWarnings("resource")
    private static void bindGarbageCollection(PrometheusMeterRegistry metrics) {
        new JvmGcMetrics().bindTo(metrics);
    }
}
