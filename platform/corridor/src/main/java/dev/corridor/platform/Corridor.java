package dev.corridor.platform;

import dev.corridor.embedded.ServerFailure;
import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.platform.command.BenchCommand;
import dev.corridor.platform.command.DemoCommand;
import dev.corridor.platform.command.RatesCommand;
import dev.corridor.platform.command.ResetCommand;
import dev.corridor.platform.command.ServiceCommand;
import dev.corridor.platform.command.TokenCommand;
import dev.corridor.platform.command.UpCommand;
import dev.corridor.platform.command.VerifyLedgerCommand;
import dev.corridor.platform.command.WarmCommand;
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

/** The command line. */
@Command(
        name = "corridor",
        description = "A payments platform for people who move money between currencies.",
        mixinStandardHelpOptions = true,
        version = "Corridor 1.0.0")
public final class Corridor implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** Knows the one word that was asked for, if there is such a word: learning all of them delays every start. */
    static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new Corridor());
        var words = words();
        var asked = arguments.length > 0 && words.containsKey(arguments[0]) ? List.of(arguments[0]) : words.keySet();
        asked.forEach(word -> line.addSubcommand(word, words.get(word).get()));
        // Standard error as it is now: `up` sends it to a file for what services log, but not for its own last words.
        return line.setErr(new PrintWriter(System.err, true)).setExecutionExceptionHandler(Corridor::explain);
    }

    private static Map<String, Supplier<?>> words() {
        var words = new LinkedHashMap<String, Supplier<?>>();
        words.put("up", UpCommand::new);
        words.put("demo", DemoCommand::new);
        words.put("token", TokenCommand::new);
        words.put("rates", RatesCommand::new);
        words.put("service", ServiceCommand::new);
        words.put("verify-ledger", VerifyLedgerCommand::new);
        words.put("bench", BenchCommand::new);
        words.put("reset", ResetCommand::new);
        words.put("warm", WarmCommand::new);
        return words;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }

    /** What went wrong in a sentence; the stack trace only where nobody foresaw it. */
    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
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
