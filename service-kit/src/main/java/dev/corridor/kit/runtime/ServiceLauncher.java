package dev.corridor.kit.runtime;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Program that runs one service in the foreground of its process, configured by environment variables. SIGTERM drains the
 * transports and ends the process; a service that cannot start ends it with exit code 1.
 */
public final class ServiceLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLauncher.class);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final int EXIT_FAILED = 1;
    private static final String MIGRATE = "migrate";

    private ServiceLauncher() {}

    /** Reports that a service cannot start, in one sentence for its operator. */
    public static final class StartFailure extends RuntimeException {
        StartFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Runs the service as the whole of a process: the body of its {@code main} method. With the argument {@value #MIGRATE}
     * it migrates the database and ends.
     */
    public static void main(ServiceDefinition service, String... arguments) {
        try {
            if (List.of(arguments).equals(List.of(MIGRATE))) {
                migrate(service, System.getenv());
            } else {
                run(service, System.getenv());
            }
        } catch (InvalidSetting | StartFailure failure) {
            System.err.println(service.name() + ": " + failure.getMessage());
            System.exit(EXIT_FAILED);
        }
    }

    /**
     * Migrates the service's database.
     *
     * @throws InvalidSetting when a variable is missing or wrong
     * @throws StartFailure when the database cannot be migrated
     */
    public static void migrate(ServiceDefinition service, Map<String, String> environment) {
        try {
            service.migrate(Settings.of(environment));
        } catch (FlywayException failure) {
            LOG.atError()
                    .addKeyValue("service", service.name())
                    .setCause(failure)
                    .log("migration failed");
            throw new StartFailure(
                    "The database of the " + service.name() + " service cannot be migrated: " + failure.getMessage(),
                    failure);
        }
    }

    /**
     * Starts the service and waits until the process ends.
     *
     * @throws InvalidSetting when a variable is missing or wrong
     * @throws StartFailure when the service cannot start for another reason
     */
    public static void run(ServiceDefinition service, Map<String, String> environment) {
        var settings = Settings.of(environment);
        var runtime = ServiceRuntime.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runtime, service.stopTimeout()), "stop"));
        start(service, runtime, settings);
        LOG.atInfo().addKeyValue("service", service.name()).log("ready");
        waitForSignal();
    }

    /** Waits on the main thread: {@code System.exit} called on an event loop would wait for that event loop. */
    private static void start(ServiceDefinition service, ServiceRuntime runtime, Settings settings) {
        String subject = "The " + service.name() + " service ";
        var timeout = settings.duration("START_TIMEOUT", START_TIMEOUT);
        try {
            service.deploy(runtime, settings)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.atError()
                    .addKeyValue("service", service.name())
                    .setCause(e.getCause())
                    .log("start failed");
            throw new StartFailure(subject + "cannot start: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new StartFailure(subject + "did not start within " + timeout.toSeconds() + " s (START_TIMEOUT).", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure(subject + "was interrupted while it started.", e);
        }
    }

    private static void stop(ServiceRuntime runtime, Duration timeout) {
        try {
            runtime.stop().toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            System.err.println("The service failed to stop: " + e);
        }
    }

    private static void waitForSignal() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
