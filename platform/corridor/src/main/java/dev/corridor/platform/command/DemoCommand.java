package dev.corridor.platform.command;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.demo.Walkthrough;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the walkthrough against the platform that runs here. */
@Command(
        name = "demo",
        description = "Walks through Corridor's features over its public APIs, in under a minute.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Runnable {
    @Mixin
    private PortOffset portOffset;

    @Override
    public void run() {
        var client = PlatformClient.ofRunning(portOffset.ports(), System.getenv());
        new Walkthrough(client, System.out).run();
    }
}
