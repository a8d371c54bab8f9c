package dev.corridor.platform.command;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.client.RateStream;
import dev.corridor.platform.home.CommandFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "Ends after N ticks.")
    private long count;

    @Override
    public void run() {
        var client = PlatformClient.ofRunning(portOffset.ports(), System.getenv());
        var ticker = Ticker.forTerminal(System.out, System.console() != null);
        try (var stream = RateStream.open(client, pairs)) {
            for (long shown = 0; count == 0 || shown < count; ) {
                var message = stream.next(MESSAGE_TIMEOUT);
                if (isPrice(message)) {
                    ticker.show(message);
                    shown++;
                }
            }
        }
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
