package dev.corridor.platform.machine;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceRuntime;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Services as verticles of the platform's Vert.x, which ends them when it is closed. */
final class InProcessHost implements ServiceHost {
    private final ServiceRuntime runtime;

    InProcessHost(ServiceRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public CompletionStage<?> run(ServiceName service, Map<String, String> environment) {
        return Services.definition(service)
                .deploy(runtime, Settings.of(environment))
                .toCompletionStage();
    }

    @Override
    public void close() {
        // Nothing of its own: the runtime is closed by who made it.
    }
}
