package dev.corridor.platform.command;

import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.platform.home.RunFile;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Replaces the key that signs the tokens of a running platform. */
@Command(
        name = "rotate-keys",
        description = "Signs tokens with the next key. Tokens of the present key stay valid until they expire.",
        mixinStandardHelpOptions = true)
public final class RotateKeysCommand implements Runnable {
    @Mixin
    private PortOffset portOffset;

    @Override
    public void run() {
        var clock = Clock.systemUTC();
        var run = RunFile.ofRunning(portOffset.ports(), System.getenv());
        var keys = EdgeKeys.open(run.certificate().getParent(), clock);
        keys.rotate(clock.instant());
        System.out.println("Tokens are signed with the key " + keys.signingKey().getString("kid") + " from now on.");
    }
}
