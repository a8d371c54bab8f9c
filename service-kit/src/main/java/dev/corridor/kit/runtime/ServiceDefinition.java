package dev.corridor.kit.runtime;

import dev.corridor.kit.config.Settings;
import io.vertx.core.Future;

/** A service that the platform, a container image or a test can run. */
public interface ServiceDefinition {

    /** Its name on the command line and in metrics, such as "profile". */
    String name();

    /**
     * Checks the settings, migrates, and deploys the verticles; completes when the transports are open. {@link
     * ServiceRuntime#stop} stops it.
     *
     * @throws dev.corridor.kit.config.InvalidSetting that names the variable
     */
    Future<?> deploy(ServiceRuntime runtime, Settings settings);
}
