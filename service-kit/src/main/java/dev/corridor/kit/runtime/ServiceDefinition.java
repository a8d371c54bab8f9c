package dev.corridor.kit.runtime;

import dev.corridor.kit.config.Settings;
import io.vertx.core.Future;
import java.time.Duration;

/** A service that the platform, a container image or a test can run. */
public interface ServiceDefinition {

    /** Its name on the command line and in metrics, such as "profile". */
    String name();

    /**
     * Migrates the service's database, as the owner of its tables. Blocks. A service without a database does nothing.
     *
     * @param settings with the owner's password, which {@link #deploy} never receives
     */
    default void migrate(Settings settings) {}

    /**
     * Checks the settings, waits for the database, and deploys the verticles; completes when the transports are open. {@link
     * ServiceRuntime#stop} stops it.
     *
     * @throws dev.corridor.kit.config.InvalidSetting that names the variable
     */
    Future<?> deploy(ServiceRuntime runtime, Settings settings);

    /** Time that its process has for an orderly stop. */
    default Duration stopTimeout() {
        return Duration.ofSeconds(10);
    }
}
