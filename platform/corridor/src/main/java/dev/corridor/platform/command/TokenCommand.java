package dev.corridor.platform.command;

import dev.corridor.platform.client.PlatformClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints an access token of a user. */
@Command(
        name = "token",
        description = "Prints an access token of a user, and nothing else.",
        mixinStandardHelpOptions = true)
public final class TokenCommand implements Runnable {
    @Mixin
    private PortOffset portOffset;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "ada",
            description = "Username (default: ${DEFAULT-VALUE}).")
    private String user;

    @Option(
            names = "--scope",
            paramLabel = "SCOPES",
            defaultValue = "",
            description = "Scopes, separated by spaces (default: every scope that a user may have).")
    private String scope;

    @Override
    public void run() {
        System.out.println(
                PlatformClient.ofRunning(portOffset.ports(), System.getenv()).userToken(user, scope));
    }
}
