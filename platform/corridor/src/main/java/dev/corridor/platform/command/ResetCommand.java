package dev.corridor.platform.command;

import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.Home;
import dev.corridor.platform.home.HomeLock;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes the data of a platform that is not running. */
@Command(
        name = "reset",
        description = "Deletes all data of the platform on this machine.",
        mixinStandardHelpOptions = true)
public final class ResetCommand implements Callable<Integer> {
    @Mixin
    private PortOffset portOffset;

    @Option(names = "--yes", description = "Deletes without asking.")
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
        System.out.print("Delete " + home.path() + " with all users, money and history in it? [y/N] ");
        System.out.flush();
        var input = new Scanner(System.in);
        if (!input.hasNextLine()) {
            throw new CommandFailure(
                    "There is no terminal to ask at. To delete without asking: ./corridor reset --yes");
        }
        return input.nextLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
