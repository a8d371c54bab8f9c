package dev.corridor.platform.host;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the services as verticles on the platform's Vert.x. */
public final class InProcessHost implements ServiceHost {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessHost.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final ServiceRuntime runtime;
    private final Map<ServiceName, String> deployments = new ConcurrentHashMap<>();

    /** Parent of a service's verticles, which Vert.x undeploys together with it. */
    private static final class ServiceVerticle extends VerticleBase {
        private final ServiceDefinition service;
        private final ServiceRuntime runtime;
        private final Settings settings;

        private ServiceVerticle(ServiceDefinition service, ServiceRuntime runtime, Settings settings) {
            this.service = service;
            this.runtime = runtime;
            this.settings = settings;
        }

        @Override
        public Future<?> start() {
            return service.deploy(runtime, settings);
        }
    }

    public InProcessHost(ServiceRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public CompletionStage<?> run(ServiceName service, Map<String, String> environment) {
        var definition = ServiceDefinitions.definition(service);
        return runtime.vertx()
                .deployVerticle(new ServiceVerticle(definition, runtime, Settings.of(environment)))
                .onSuccess(deployment -> deployments.put(service, deployment))
                .toCompletionStage();
    }

    /** Stops callers before those they call, so that what is in flight is answered. */
    @Override
    public void close() {
        ServiceName.stopOrder().forEach(this::undeploy);
    }

    private void undeploy(Set<ServiceName> services) {
        var stopping = services.stream()
                .filter(deployments::containsKey)
                .map(service -> runtime.vertx().undeploy(deployments.get(service)))
                .toList();
        try {
            Future.join(stopping)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            LOG.atWarn().addKeyValue("services", services).setCause(failure).log("services failed to stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
