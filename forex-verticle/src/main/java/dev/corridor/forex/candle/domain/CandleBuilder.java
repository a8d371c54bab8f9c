package dev.corridor.forex.candle.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds candles from ticks, every longer one from the shorter ones. They close by the time that it is told, whether or not there
 * is another tick. Ticks that it has had are passed over; numbers that are left out make the candle partial.
 */
public final class CandleBuilder {
    private final Set<Currency> bySecond;
    private final Map<Pair, OpenCandles> tracks = new HashMap<>();
    private Optional<Instant> watchedSince = Optional.empty();
    private long lateTicks;

    /** @param bySecond the currencies whose pairs have candles of a second; all pairs have the longer ones */
    public CandleBuilder(Set<Currency> bySecond) {
        this.bySecond = Set.copyOf(bySecond);
    }

    /** When it had the first ticks; what was before, it does not know. */
    public Optional<Instant> watchedSince() {
        return watchedSince;
    }

    /** @return the candles that are over because of it */
    public List<Candle> add(Collection<Tick> ticks) {
        if (watchedSince.isEmpty()) {
            watchedSince = ticks.stream().map(Tick::time).max(Comparator.naturalOrder());
        }
        var closed = new ArrayList<Candle>();
        ticks.forEach(tick -> add(tick, closed));
        return closed;
    }

    private void add(Tick tick, List<Candle> closed) {
        var track = tracks.get(tick.pair());
        if (track == null) {
            tracks.put(tick.pair(), new OpenCandles(finest(tick.pair()), tick));
        } else if (!track.add(tick, closed)) {
            lateTicks++;
        }
    }

    /** @return the candles that are over by then, those of a pair by length */
    public List<Candle> advance(Instant now) {
        var closed = new ArrayList<Candle>();
        tracks.values().forEach(track -> track.advance(now, closed));
        return closed;
    }

    /** The candle that lasts now, as it is so far; empty when the pair has none of that length. */
    public Optional<Candle> open(Pair pair, Granularity granularity) {
        return Optional.ofNullable(tracks.get(pair)).flatMap(track -> track.open(granularity));
    }

    /** The shortest candles that a pair has. */
    public Granularity finest(Pair pair) {
        return bySecond.contains(pair.base()) && bySecond.contains(pair.quote()) ? Granularity.S1 : Granularity.M1;
    }

    /**
     * Takes over what has been kept of the candles that are open: of each length, per pair, the shorter ones that are over as
     * one. A pair that is not among them had none.
     */
    public void restore(Granularity granularity, Map<Pair, Candle> parts) {
        tracks.forEach((pair, track) -> {
            if (granularity.compareTo(track.finest()) > 0) {
                track.restore(granularity, Optional.ofNullable(parts.get(pair)));
            }
        });
    }

    /** Ticks that came when their candle was over. */
    public long lateTicks() {
        return lateTicks;
    }
}
