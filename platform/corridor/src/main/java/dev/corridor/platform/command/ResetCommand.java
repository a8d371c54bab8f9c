package dev.corridor.platform.command;

import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.Home;
import dev.corridor.platform.home.HomeLock;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reset",
        description = "Deletes everything that the platform has kept on this machine.",
        mixinStandardHelpOptions = true)
public final class ResetCommand implements Callable<Integer> {
    @Mixin
    private PortOffset portOffset;

    @Option(names = "--yes", description = "Does not ask first.")
    private boolean yes;

    @Override
    public Integer call() {
        var home = Home.of(System.getenv(), portOffset.ports());
        if (!home.exists()) {
            System.out.println("There is nothing to delete: " + home.path() + " does not exist.");
            return ExitCode.OK;
        }
        try (var lock = HomeLock.takeAll(home)) {
            if (!yes && !confirmed(home)) {
                System.out.println("Nothing was deleted.");
                return ExitCode.SOFTWARE;
            }
            home.delete();
            System.out.println("Deleted " + home.path() + ".");
            return ExitCode.OK;
        }
    }

    private static boolean confirmed(Home home) {
        System.out.print("Delete " + home.path() + " with all people, money and history in it? [y/N] ");
        System.out.flush();
        var input = new Scanner(System.in);
        if (!input.hasNextLine()) {
            throw new CommandFailure("Nobody to ask here. To delete without asking: ./corridor reset --yes");
        }
        return input.nextLine().strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
    }
}
