package dev.corridor.platform.host;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.platform.home.ServiceName;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Services as verticles of the platform's Vert.x, which ends them when it is closed. */
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
        // Nothing of its own: the runtime is closed by who made it.
    }
}
