package dev.corridor.kit.runtime;

import dev.corridor.kit.config.Settings;
import io.vertx.core.Future;

/** How a service is run, by whoever runs it: the platform, an image, a test. */
public interface ServiceDefinition {

    /** As on the command line and in metrics: "profile". */
    String name();

    /**
     * Checks the settings, migrates, and deploys the verticles; completes when the doors are open. Undeploying the
     * deployments of the runtime's Vert.x stops it.
     *
     * @throws dev.corridor.kit.config.InvalidSetting by the variable's name
     */
    Future<?> deploy(ServiceRuntime runtime, Settings settings);
}
