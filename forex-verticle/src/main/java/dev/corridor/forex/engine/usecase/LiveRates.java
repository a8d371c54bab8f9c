package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.kit.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last tick of every pair, as this event loop knows it. Belongs to one verticle.
 *
 * <p>A batch is only taken note of when it arrives; the listener hears of it in a later turn. An event loop that is behind finds
 * several batches waiting, and tells each pair's newest ones instead of all of them: what waits is bounded by the number of
 * pairs, however far behind it is.
 */
public final class LiveRates {
    /** An engine that has been silent for longer prices nothing any more. */
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Clock clock;
    private final Listener listener;
    private final Map<Pair, Tick> latest = new LinkedHashMap<>();
    private final Map<Pair, List<Tick>> untold = new LinkedHashMap<>();
    private boolean telling;
    private Instant heardAt = Instant.MIN;

    /** Who hears of ticks, in order per pair, after they became the latest. */
    @FunctionalInterface
    public interface Listener {
        /** @param told to be called when everybody has heard of them, and may hear of more */
        void publish(Map<Pair, List<Tick>> ticks, Runnable told);
    }

    public LiveRates(Vertx vertx, Clock clock, Listener listener) {
        this.vertx = vertx;
        this.clock = clock;
        this.listener = listener;
    }

    /** Follows the engine; completes when every pair has a price. */
    public Future<Void> open() {
        var bus = vertx.eventBus();
        return bus.<TickBatch>consumer(TickBatch.PUBLISHED, message -> take(message.body()))
                .completion()
                .compose(listening -> bus.<TickBatch>request(TickBatch.LATEST, null))
                .map(message -> take(message.body()));
    }

    public Map<Pair, Tick> latest() {
        return Collections.unmodifiableMap(latest);
    }

    public Optional<Tick> latest(Pair pair) {
        return Optional.ofNullable(latest.get(pair));
    }

    /**
     * The price to deal at.
     *
     * @throws Problem unknown_pair; rate_unavailable when the last tick is too old
     */
    public Tick price(Pair pair) {
        var tick = latest(pair)
                .orElseThrow(() -> Problem.of(ForexError.UNKNOWN_PAIR, "There is no live price of " + pair + "."));
        if (isSilent()) {
            throw Problem.of(ForexError.RATE_UNAVAILABLE, "The price of " + pair + " is out of date.");
        }
        return tick;
    }

    /** Fails while the engine is silent. */
    public Future<Void> check() {
        return isSilent() ? Future.failedFuture("no tick for more than " + MAX_AGE) : Future.succeededFuture();
    }

    private boolean isSilent() {
        return heardAt.isBefore(clock.instant().minus(MAX_AGE));
    }

    private Void take(TickBatch batch) {
        var arrived = new LinkedHashMap<Pair, List<Tick>>();
        for (var tick : batch.ticks()) {
            var known = latest.get(tick.pair());
            if (known == null || known.seq() < tick.seq()) {
                latest.put(tick.pair(), tick);
                arrived.computeIfAbsent(tick.pair(), pair -> new ArrayList<>(1)).add(tick);
            }
        }
        untold.putAll(arrived);
        heardAt = clock.instant();
        if (!telling && !untold.isEmpty()) {
            telling = true;
            vertx.runOnContext(turn -> tell());
        }
        return null;
    }

    private void tell() {
        if (untold.isEmpty()) {
            telling = false;
            return;
        }
        var ticks = new LinkedHashMap<>(untold);
        untold.clear();
        listener.publish(ticks, this::tell);
    }
}
