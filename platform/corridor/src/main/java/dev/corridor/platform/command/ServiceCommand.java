package dev.corridor.platform.command;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.service.ServiceRuntime;
import dev.corridor.platform.machine.CommandFailure;
import dev.corridor.platform.machine.ServiceName;
import dev.corridor.platform.machine.Services;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "service",
        description = "Runs one service in the foreground, configured by environment variables.",
        mixinStandardHelpOptions = true)
public final class ServiceCommand implements Runnable {
    private static final long STOP_BOUND_SECONDS = 10;

    @Parameters(paramLabel = "NAME", description = "profile, payment, ledger, forex or gateway-graphql.")
    private String name;

    @Override
    public void run() {
        var service = ServiceName.of(name)
                .orElseThrow(() -> new CommandFailure("There is no service " + name + "; there are: " + names() + "."));
        var settings = Settings.of(System.getenv());
        var runtime = ServiceRuntime.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runtime), "stop"));
        // Waited for here, on the main thread: exiting from an event loop would wait for itself.
        Services.definition(service)
                .deploy(runtime, settings)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        LoggerFactory.getLogger(ServiceCommand.class)
                .atInfo()
                .addKeyValue("service", name)
                .log("ready");
        waitForSignal();
    }

    private static void stop(ServiceRuntime runtime) {
        try {
            runtime.stop().toCompletionStage().toCompletableFuture().get(STOP_BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            System.err.println("The service did not stop as it should: " + e);
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
