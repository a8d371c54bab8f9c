package dev.corridor.platform.command;

import dev.corridor.embedded.LogFile;
import dev.corridor.embedded.ServerFailure;
import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.demo.DemoUsers;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.Home;
import dev.corridor.platform.home.HomeLock;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.Progress;
import dev.corridor.platform.home.RotatingLog;
import dev.corridor.platform.local.Platform;
import dev.corridor.platform.local.PlatformOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a platform in the foreground. */
@Command(
        name = "up",
        description = "Starts the whole platform on this machine and runs it until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Runnable {
    @Mixin
    private PortOffset portOffset;

    @Option(names = "--ephemeral", description = "Deletes the data when the platform stops.")
    private boolean ephemeral;

    @Option(names = "--processes", description = "Runs each service in a process of its own.")
    private boolean processes;

    @Override
    public void run() {
        var ports = portOffset.ports();
        var home = Home.of(System.getenv(), ports).create();
        var lock = HomeLock.take(home);
        var progress = new Progress(System.out);
        var data = ephemeral ? temporaryFolder() : home.path();
        var platform = new Platform(
                new PlatformOptions(ports, data, true, processes, PlatformOptions.instancesForThisMachine(), false),
                progress);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform, home, lock, data), "stop"));

        progress.say("Corridor is starting; "
                + (ephemeral ? "its data will be deleted when it stops." : "its data is in " + home.path() + "."));
        sendLogTo(home.log());
        start(platform, home);
        platform.runFile().write(home.runFile());
        progress.say(summary(ports, platform, progress, home));
        awaitSignal();
    }

    /** The shutdown hook stops the platform. A part that ends is started again, so nothing else ends this wait. */
    private static void awaitSignal() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Platform platform, Home home) {
        try {
            platform.start();
        } catch (ServerFailure | CommandFailure | InvalidSetting e) {
            throw e;
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(UpCommand.class).error("start failed", e);
            throw new CommandFailure("Corridor cannot start (" + e.getMessage() + "). Its log: " + home.log(), e);
        }
    }

    private String summary(PortMap ports, Platform platform, Progress progress, Home home) {
        var user = DemoUsers.ADA;
        var token = PlatformClient.of(ports, platform.runFile()).userToken(user.username(), "");
        // The uptime of this JVM: the process can be older, because the script may have had to build before.
        var took = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        return new StartupSummary(ports, ephemeral, processes).render(progress.parts(), took, user, token, home.log());
    }

    private void stop(Platform platform, Home home, HomeLock lock, Path data) {
        System.out.println("Corridor is stopping.");
        platform.close();
        try {
            Files.deleteIfExists(home.runFile());
            if (ephemeral) {
                Home.deleteTree(data);
            }
        } catch (IOException | UncheckedIOException e) {
            System.out.println("Data in " + data + " could not be deleted: " + e.getMessage());
        }
        lock.close();
        System.out.println("Corridor has stopped.");
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("corridor-");
        } catch (IOException e) {
            throw new CommandFailure("No temporary folder can be created: " + e.getMessage(), e);
        }
    }

    /** Redirects standard error, to which the services log, to a file. The terminal shows progress only. */
    private static void sendLogTo(Path log) {
        try {
            System.setErr(new PrintStream(RotatingLog.open(LogFile.of(log)), true, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandFailure("The log " + log + " cannot be written: " + e.getMessage(), e);
        }
    }
}
