package dev.corridor.benchmarks.stream;

import dev.corridor.benchmarks.baseline.BareStream;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.scene.HttpCaller;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.kit.identity.Scope;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The forex service's stream and its baseline. */
public final class RateStreamComparison {
    private static final int STEP_MS = 250;

    private final Scene scene;
    private final int ours;
    private final int bare;
    private final List<String> pairs;

    private RateStreamComparison(Scene scene) {
        this.scene = scene;
        var forex = scene.start(ServiceName.FOREX, Map.of("TICK_INTERVAL", "PT0." + STEP_MS + "S"));
        this.ours = forex.http();
        this.bare = scene.start(BareStream.class, Integer.toString(STEP_MS));
        this.pairs = pairs(scene, forex.http());
    }

    public static RateStreamComparison prepare(Scene scene) {
        return new RateStreamComparison(scene);
    }

    /** The name of the row of so many subscribers. */
    public static String row(int subscribers) {
        return "subscribers_" + subscribers;
    }

    public Comparison among(int subscribers) {
        var mix = new SubscriptionMix(pairs);
        var messages = IntStream.range(0, subscribers).mapToObj(i -> mix.next()).toList();
        var loop = scene.loadLoops().get(0);
        return new Comparison(
                row(subscribers),
                "messages/s",
                "a bare Vert.x loop writing the same frames",
                new RateSubscribers(scene.vertx(), loop, bare, messages),
                new RateSubscribers(scene.vertx(), loop, ours, messages));
    }

    private static List<String> pairs(Scene scene, int port) {
        var token = scene.issuer().token("bench", Scope.FOREX_READ.value());
        var answer = new HttpCaller(scene.vertx(), port, 1)
                .get("/instruments", token)
                .await();
        return answer.toJsonObject().getJsonArray("instruments").stream()
                .map(instrument -> ((JsonObject) instrument).getString("pair"))
                .toList();
    }
}
