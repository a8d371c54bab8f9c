package dev.corridor.platform;

import dev.corridor.embedded.ServerFailure;
import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.platform.command.BenchCommand;
import dev.corridor.platform.command.DemoCommand;
import dev.corridor.platform.command.RatesCommand;
import dev.corridor.platform.command.ResetCommand;
import dev.corridor.platform.command.RotateKeysCommand;
import dev.corridor.platform.command.ServiceCommand;
import dev.corridor.platform.command.TokenCommand;
import dev.corridor.platform.command.UpCommand;
import dev.corridor.platform.command.VerifyLedgerCommand;
import dev.corridor.platform.command.WarmCommand;
import dev.corridor.platform.command.Wso2Command;
import dev.corridor.platform.home.CommandFailure;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Entry point of the command line. */
@Command(
        name = "corridor",
        description = "A payments platform for people who move money between currencies.",
        mixinStandardHelpOptions = true,
        version = "Corridor 0.9.0")
public final class Corridor implements Runnable {
    /** Exit code of a process that SIGTERM has ended. */
    private static final int EXIT_TERMINATED = 143;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        endWithScript(System.getenv("CORRIDOR_STARTED_BY"));
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** Ends this process when the script that waits for it is killed. @param pid of the script; null: none waits */
    private static void endWithScript(String pid) {
        if (pid != null) {
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(script -> script.onExit().thenRun(() -> System.exit(EXIT_TERMINATED)));
        }
    }

    /** Creates the command line with the requested command only, because creating all of them delays every start. */
    static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new Corridor());
        var commands = commands();
        var needed =
                arguments.length > 0 && commands.containsKey(arguments[0]) ? List.of(arguments[0]) : commands.keySet();
        needed.forEach(name -> line.addSubcommand(name, commands.get(name).get()));
        // Takes standard error as it is now. `up` redirects it to the log file, but its own errors belong on the
        // terminal.
        return line.setErr(new PrintWriter(System.err, true)).setExecutionExceptionHandler(Corridor::printFailure);
    }

    private static Map<String, Supplier<?>> commands() {
        var commands = new LinkedHashMap<String, Supplier<?>>();
        commands.put("up", UpCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("token", TokenCommand::new);
        commands.put("rates", RatesCommand::new);
        commands.put("service", ServiceCommand::new);
        commands.put("verify-ledger", VerifyLedgerCommand::new);
        commands.put("rotate-keys", RotateKeysCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("reset", ResetCommand::new);
        commands.put("wso2", Wso2Command::new);
        commands.put("warm", WarmCommand::new);
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No command was given.");
    }

    /** Prints the message of an expected failure. Only an unexpected failure has a stack trace. */
    private static int printFailure(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ServerFailure
                || failure instanceof CommandFailure
                || failure instanceof InvalidSetting) {
            command.getErr().println("corridor: " + failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
