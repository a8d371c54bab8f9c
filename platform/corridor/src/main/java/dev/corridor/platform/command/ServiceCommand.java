package dev.corridor.platform.command;

import dev.corridor.kit.runtime.ServiceLauncher;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceDefinitions;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one service in this process. Production images do not use it: they hold one service only. */
@Command(
        name = "service",
        description = "Runs one service in the foreground, configured by environment variables.",
        mixinStandardHelpOptions = true)
public final class ServiceCommand implements Runnable {
    @Parameters(paramLabel = "NAME", description = "profile, payment, ledger, forex or gateway-graphql.")
    private String name;

    @Option(names = "--migrate", description = "Migrates the service's database, as DATABASE_OWNER_USER, and ends.")
    private boolean migrate;

    @Override
    public void run() {
        var service = ServiceName.of(name)
                .orElseThrow(() -> new CommandFailure("There is no service " + name + ". Services: " + names() + "."));
        try {
            var definition = ServiceDefinitions.definition(service);
            if (migrate) {
                ServiceLauncher.migrate(definition, System.getenv());
            } else {
                ServiceLauncher.run(definition, System.getenv());
            }
        } catch (ServiceLauncher.StartFailure failure) {
            throw new CommandFailure(failure.getMessage(), failure);
        }
    }

    private static String names() {
        return Arrays.stream(ServiceName.values()).map(ServiceName::value).collect(Collectors.joining(", "));
    }
}
