package dev.corridor.benchmarks.stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Chooses the pairs of each subscriber at random, the same in every run. */
final class SubscriptionMix {
    private static final int PAIRS_PER_SUBSCRIBER = 100;

    private final List<String> pairs;
    private final Random random = new Random(1);

    SubscriptionMix(List<String> pairs) {
        this.pairs = new ArrayList<>(pairs);
    }

    /** Returns the subscription message of the next subscriber. */
    String next() {
        Collections.shuffle(pairs, random);
        return new JsonObject()
                .put("subscribe", new JsonArray(List.copyOf(pairs.subList(0, PAIRS_PER_SUBSCRIBER))))
                .encode();
    }
}
