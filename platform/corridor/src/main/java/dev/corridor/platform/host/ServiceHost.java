package dev.corridor.platform.host;

import dev.corridor.platform.home.ServiceName;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Runs the services, in the platform's own process or in a process each. */
public interface ServiceHost extends AutoCloseable {

    /** Starts a service. Completes when its transports are open. */
    CompletionStage<?> run(ServiceName service, Map<String, String> environment);

    @Override
    void close();
}
