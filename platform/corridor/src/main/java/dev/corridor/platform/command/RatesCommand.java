package dev.corridor.platform.command;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.client.RateStream;
import dev.corridor.platform.home.CommandFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints live rates. */
@Command(name = "rates", description = "Shows live rates until Ctrl-C.", mixinStandardHelpOptions = true)
public final class RatesCommand implements Runnable {
    private static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(15);

    @Mixin
    private PortOffset portOffset;

    @Parameters(
            paramLabel = "PAIR",
            arity = "0..*",
            defaultValue = "USD/EUR",
            description = "Currency pairs, such as USD/EUR (default: ${DEFAULT-VALUE}).")
    private List<String> pairs;

    @Option(names = "--count", paramLabel = "N", description = "Ends after N ticks, at least 1 (default: no end).")
    private Long count;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be at least 1, and it is " + count + ".");
        }
        var client = PlatformClient.ofRunning(portOffset.ports(), System.getenv());
        var ticker = Ticker.forTerminal(System.out, System.console() != null);
        try (var stream = RateStream.open(client, upperCase(pairs))) {
            for (long shown = 0; count == null || shown < count; ) {
                var message = stream.next(MESSAGE_TIMEOUT);
                if (isPrice(message)) {
                    ticker.show(message);
                    shown++;
                }
            }
        }
    }

    private static List<String> upperCase(List<String> pairs) {
        return pairs.stream().map(pair -> pair.toUpperCase(Locale.ROOT)).toList();
    }

    private static boolean isPrice(JsonObject message) {
        return switch (message.getString("type", "")) {
            case "snapshot", "tick" -> true;
            case "error" ->
                throw new CommandFailure(message.getString("detail", "The stream refused the request.") + " ("
                        + message.getString("code") + ")");
            default -> false;
        };
    }
}
