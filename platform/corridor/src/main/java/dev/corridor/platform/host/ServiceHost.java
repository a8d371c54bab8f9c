package dev.corridor.platform.host;

import dev.corridor.platform.home.ServiceName;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where services run: all in the platform's own process, or each in one of its own. */
public interface ServiceHost extends AutoCloseable {

    /** Completes when the service's doors are open. */
    CompletionStage<?> run(ServiceName service, Map<String, String> environment);

    @Override
    void close();
}
