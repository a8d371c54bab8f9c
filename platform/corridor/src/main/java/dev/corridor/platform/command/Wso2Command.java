package dev.corridor.platform.command;

import dev.corridor.kit.config.Settings;
import dev.corridor.wso2.bootstrap.Bootstrap;
import dev.corridor.wso2.export.ApiExport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Group of the commands for WSO2 API Manager. */
@Command(
        name = "wso2",
        description = "Prepares WSO2 API Manager for Corridor.",
        mixinStandardHelpOptions = true,
        subcommands = {Wso2Command.ExportCommand.class, Wso2Command.BootstrapCommand.class})
public final class Wso2Command implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No command was given.");
    }

    /** Publishes the generated API projects in a running WSO2 API Manager. */
    @Command(
            name = "bootstrap",
            description = {
                "Publishes the APIs of wso2/generated in WSO2 API Manager, creates the services' clients, the demo users and"
                        + " their application, and prints a token. A repeat changes only what differs.",
                "Reads passwords and addresses from the environment: see docs/wso2.md."
            },
            mixinStandardHelpOptions = true)
    static final class BootstrapCommand implements Callable<Integer> {
        @Override
        public Integer call() {
            return Bootstrap.run(Settings.of(System.getenv()));
        }
    }

    /** Writes the API projects, or compares them with the contracts. */
    @Command(
            name = "export",
            description = {
                "Writes WSO2's API projects and throttling policies to wso2/generated, out of wso2/api-config.yaml and the"
                        + " services' contracts. Deletes what else is in that folder.",
                "docs/wso2.md says what they contain."
            },
            mixinStandardHelpOptions = true)
    static final class ExportCommand implements Callable<Integer> {
        @Option(names = "--check", description = "Write nothing; exit with 1 if the folder differs, and say where.")
        private boolean isCheck;

        @Override
        public Integer call() {
            return ApiExport.run(ApiExport.CONFIG, isCheck);
        }
    }
}
