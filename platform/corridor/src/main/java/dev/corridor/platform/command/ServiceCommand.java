package dev.corridor.platform.command;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceDefinitions;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs one service in this process. Container images start their service with it. */
@Command(
        name = "service",
        description = "Runs one service in the foreground, configured by environment variables.",
        mixinStandardHelpOptions = true)
public final class ServiceCommand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceCommand.class);
    private static final long START_TIMEOUT_SECONDS = 60;
    private static final long STOP_TIMEOUT_SECONDS = 10;

    @Parameters(paramLabel = "NAME", description = "profile, payment, ledger, forex or gateway-graphql.")
    private String name;

    @Override
    public void run() {
        var service = ServiceName.of(name)
                .orElseThrow(() -> new CommandFailure("There is no service " + name + ". Services: " + names() + "."));
        var settings = Settings.of(System.getenv());
        var runtime = ServiceRuntime.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runtime), "stop"));
        start(service, runtime, settings);
        LOG.atInfo().addKeyValue("service", name).log("ready");
        waitForSignal();
    }

    /** Waits on the main thread, because a System.exit called on an event loop would wait for that event loop. */
    private static void start(ServiceName service, ServiceRuntime runtime, Settings settings) {
        try {
            ServiceDefinitions.definition(service)
                    .deploy(runtime, settings)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            LOG.atError()
                    .addKeyValue("service", service.value())
                    .setCause(e.getCause())
                    .log("start failed");
            throw new CommandFailure(
                    "The " + service.value() + " service cannot start: "
                            + e.getCause().getMessage(),
                    e);
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    "The " + service.value() + " service did not start within " + START_TIMEOUT_SECONDS + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.", e);
        }
    }

    private static void stop(ServiceRuntime runtime) {
        try {
            runtime.stop().toCompletionStage().toCompletableFuture().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
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

    private static String names() {
        return Arrays.stream(ServiceName.values()).map(ServiceName::value).collect(Collectors.joining(", "));
    }
}
