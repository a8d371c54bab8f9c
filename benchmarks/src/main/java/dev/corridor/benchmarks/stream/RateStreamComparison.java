package dev.corridor.benchmarks.stream;

import dev.corridor.benchmarks.baseline.BareStreamServer;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.testbed.HttpCaller;
import dev.corridor.benchmarks.testbed.Testbed;
import dev.corridor.kit.identity.Scope;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Comparisons of the forex service's rate stream and its baseline. */
public final class RateStreamComparison {
    private static final int STEP_MS = 250;

    private final Testbed testbed;
    private final int forexPort;
    private final int baselinePort;
    private final List<String> pairs;

    private RateStreamComparison(Testbed testbed) {
        this.testbed = testbed;
        var forex = testbed.start(ServiceName.FOREX, Map.of("TICK_INTERVAL", "PT0." + STEP_MS + "S"));
        this.forexPort = forex.http();
        this.baselinePort = testbed.start(BareStreamServer.class, Integer.toString(STEP_MS));
        this.pairs = pairs(testbed, forex.http());
    }

    public static RateStreamComparison prepare(Testbed testbed) {
        return new RateStreamComparison(testbed);
    }

    /** Returns the name of the row with the given number of subscribers. */
    public static String row(int subscribers) {
        return "subscribers_" + subscribers;
    }

    public Comparison with(int subscribers) {
        var mix = new SubscriptionMix(pairs);
        var messages = IntStream.range(0, subscribers).mapToObj(i -> mix.next()).toList();
        var loop = testbed.loadLoops().get(0);
        return new Comparison(
                row(subscribers),
                "messages/s",
                "a bare Vert.x loop writing the same frames",
                new RateSubscribers(testbed.vertx(), loop, baselinePort, messages),
                new RateSubscribers(testbed.vertx(), loop, forexPort, messages));
    }

    private static List<String> pairs(Testbed testbed, int port) {
        var token = testbed.issuer().token("bench", Scope.FOREX_READ.value());
        var response = new HttpCaller(testbed.vertx(), port, 1)
                .get("/instruments", token)
                .await();
        return response.toJsonObject().getJsonArray("instruments").stream()
                .map(instrument -> ((JsonObject) instrument).getString("pair"))
                .toList();
    }
}
