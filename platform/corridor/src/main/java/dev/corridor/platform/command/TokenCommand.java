package dev.corridor.platform.command;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.client.Usernames;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.RunFile;
import java.sql.SQLException;
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
        var run = RunFile.ofRunning(portOffset.ports(), System.getenv());
        try {
            System.out.println(PlatformClient.of(portOffset.ports(), run).userToken(user, scope));
        } catch (CommandFailure refused) {
            throw withUsernames(refused, run);
        }
    }

    /** Names the users there are, if {@link #user} is none of them. */
    private CommandFailure withUsernames(CommandFailure refused, RunFile run) {
        try {
            var names = Usernames.first(portOffset.ports(), run);
            return names.contains(user)
                    ? refused
                    : new CommandFailure(
                            "There is no user " + user + ". Users: " + String.join(", ", names) + ".", refused);
        } catch (SQLException unreadable) {
            return refused;
        }
    }
}
