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
 * Latest tick of every pair on this event loop. Belongs to one verticle.
 *
 * <p>A batch that arrives only updates the latest ticks; the listener receives them in a later turn of the event loop.
 * An event loop that is behind finds several batches, and passes on the newest ticks of each pair instead of all of
 * them, so that what waits is bounded by the number of pairs.
 */
public final class LiveRates {
    /** Age of the last batch beyond which prices are out of date. */
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Clock clock;
    private final Listener listener;
    private final Map<Pair, Tick> latest = new LinkedHashMap<>();
    private final Map<Pair, List<Tick>> unpublished = new LinkedHashMap<>();
    private boolean publishing;
    private Instant receivedAt = Instant.MIN;

    /** Receiver of ticks, in order per pair, after they became the latest. */
    @FunctionalInterface
    public interface Listener {
        /** @param done run when every subscriber has the ticks, and more can be published */
        void publish(Map<Pair, List<Tick>> ticks, Runnable done);
    }

    public LiveRates(Vertx vertx, Clock clock, Listener listener) {
        this.vertx = vertx;
        this.clock = clock;
        this.listener = listener;
    }

    /** Subscribes to the event bus. Completes when every pair has a price. */
    public Future<Void> open() {
        var bus = vertx.eventBus();
        return bus.<TickBatch>consumer(TickBatch.PUBLISHED, message -> receive(message.body()))
                .completion()
                .compose(listening -> bus.<TickBatch>request(TickBatch.LATEST, null))
                .map(message -> receive(message.body()));
    }

    /** Returns a live view of the latest tick of every pair. */
    public Map<Pair, Tick> latest() {
        return Collections.unmodifiableMap(latest);
    }

    public Optional<Tick> latest(Pair pair) {
        return Optional.ofNullable(latest.get(pair));
    }

    /**
     * Returns the tick at which a conversion is priced.
     *
     * @throws Problem unknown_currency when one of the currencies has ended; unknown_pair; rate_unavailable when the last tick is
     *     too old
     */
    public Tick price(Pair pair) {
        var tick = requireLive(pair);
        if (isStale()) {
            throw Problem.of(ForexError.RATE_UNAVAILABLE, "The price of " + pair + " is out of date.");
        }
        return tick;
    }

    /** @throws Problem unknown_currency when one of the currencies has ended; unknown_pair */
    public Tick requireLive(Pair pair) {
        pair.requireAt(clock.instant());
        return latest(pair)
                .orElseThrow(() -> Problem.of(ForexError.UNKNOWN_PAIR, "There is no live price of " + pair + "."));
    }

    /** Returns the time at which prices are judged. */
    public Instant now() {
        return clock.instant();
    }

    /** Health check: fails while prices are out of date. */
    public Future<Void> check() {
        return isStale() ? Future.failedFuture("no tick for more than " + MAX_AGE) : Future.succeededFuture();
    }

    private boolean isStale() {
        return receivedAt.isBefore(clock.instant().minus(MAX_AGE));
    }

    private Void receive(TickBatch batch) {
        var fresh = new LinkedHashMap<Pair, List<Tick>>();
        for (var tick : batch.ticks()) {
            var known = latest.get(tick.pair());
            if (known == null || known.seq() < tick.seq()) {
                latest.put(tick.pair(), tick);
                fresh.computeIfAbsent(tick.pair(), pair -> new ArrayList<>(1)).add(tick);
            }
        }
        unpublished.putAll(fresh);
        receivedAt = clock.instant();
        if (!publishing && !unpublished.isEmpty()) {
            publishing = true;
            vertx.runOnContext(turn -> publish());
        }
        return null;
    }

    private void publish() {
        if (unpublished.isEmpty()) {
            publishing = false;
            return;
        }
        var ticks = new LinkedHashMap<>(unpublished);
        unpublished.clear();
        listener.publish(ticks, this::publish);
    }
}
