package dev.corridor.benchmarks.stream;

import dev.corridor.benchmarks.baseline.BareStreamServer;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.testbed.Endpoints;
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
    private static final String SERVICE_PATH = "/ws/rates";
    private static final String EDGE_PATH = "/stream/forex/1.0.0";

    private final Testbed testbed;
    private final Endpoints forex;
    private final int baselinePort;
    private final List<String> pairs;

    private RateStreamComparison(Testbed testbed) {
        this.testbed = testbed;
        this.forex = testbed.start(ServiceName.FOREX, Map.of("TICK_INTERVAL", "PT0." + STEP_MS + "S"));
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

    /** Returns the forex service. */
    public Endpoints forex() {
        return forex;
    }

    public Comparison with(int subscribers) {
        return new Comparison(
                row(subscribers),
                "messages/s",
                "a bare Vert.x loop writing the same frames",
                subscribers(subscribers, baselinePort, SERVICE_PATH),
                subscribers(subscribers, forex.http(), SERVICE_PATH));
    }

    /** Compares subscribers behind the edge with subscribers of the service. */
    public Comparison through(String row, int edgePort, int subscribers) {
        return new Comparison(
                row,
                "messages/s",
                "the service itself",
                subscribers(subscribers, forex.http(), SERVICE_PATH),
                subscribers(subscribers, edgePort, EDGE_PATH));
    }

    private RateSubscribers subscribers(int number, int port, String path) {
        var mix = new SubscriptionMix(pairs);
        var messages = IntStream.range(0, number).mapToObj(i -> mix.next()).toList();
        return new RateSubscribers(testbed.vertx(), testbed.loadLoops().get(0), port, path, messages);
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
