package dev.corridor.platform.host;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.platform.home.ServiceName;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Runs the services as verticles on the platform's Vert.x. Closing that Vert.x stops them. */
public final class InProcessHost implements ServiceHost {
    private final ServiceRuntime runtime;

    public InProcessHost(ServiceRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public CompletionStage<?> run(ServiceName service, Map<String, String> environment) {
        return ServiceDefinitions.definition(service)
                .deploy(runtime, Settings.of(environment))
                .toCompletionStage();
    }

    @Override
    public void close() {
        // The owner of the runtime closes it.
    }
}
