package dev.corridor.forex.candle.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.value.Currency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds candles from ticks, and every longer candle from the shorter ones. Candles close when {@link #advance} says so, whether
 * or not another tick arrives. A repeated tick is ignored; a missing sequence number makes the candle partial.
 */
public final class CandleBuilder {
    private final Set<Currency> bySecond;
    private final Map<Pair, OpenCandles> openByPair = new HashMap<>();
    private Optional<Instant> watchedSince = Optional.empty();
    private long lateTicks;

    /** @param bySecond the currencies whose pairs have candles of one second; all pairs have the longer ones */
    public CandleBuilder(Set<Currency> bySecond) {
        this.bySecond = Set.copyOf(bySecond);
    }

    /** Returns the time of the first ticks. Ticks before that time are unknown. */
    public Optional<Instant> watchedSince() {
        return watchedSince;
    }

    /** @return the candles that these ticks close */
    public List<Candle> add(Collection<Tick> ticks) {
        if (watchedSince.isEmpty()) {
            watchedSince = ticks.stream().map(Tick::time).max(Comparator.naturalOrder());
        }
        var closed = new ArrayList<Candle>();
        ticks.forEach(tick -> add(tick, closed));
        return closed;
    }

    private void add(Tick tick, List<Candle> closed) {
        var open = openByPair.get(tick.pair());
        if (open == null) {
            openByPair.put(tick.pair(), new OpenCandles(finest(tick.pair()), tick));
        } else if (!open.add(tick, closed)) {
            lateTicks++;
        }
    }

    /**
     * Closes the candles that ended up to a moment.
     *
     * @return the closed candles, those of a pair by granularity
     */
    public List<Candle> advance(Instant now) {
        var closed = new ArrayList<Candle>();
        openByPair.values().forEach(open -> open.advance(now, closed));
        return closed;
    }

    /** Returns the open candle of a pair; empty when the pair has no ticks or no candles of that granularity. */
    public Optional<Candle> open(Pair pair, Granularity granularity) {
        return Optional.ofNullable(openByPair.get(pair)).flatMap(open -> open.open(granularity));
    }

    /** Returns the shortest granularity of a pair. */
    public Granularity finest(Pair pair) {
        return bySecond.contains(pair.base()) && bySecond.contains(pair.quote()) ? Granularity.S1 : Granularity.M1;
    }

    /**
     * Replaces the closed part of every open candle of a granularity by what is stored.
     *
     * @param parts for each pair, the stored shorter candles of the open interval joined to one; a pair without an entry had none
     */
    public void restore(Granularity granularity, Map<Pair, Candle> parts) {
        openByPair.forEach((pair, open) -> {
            if (granularity.compareTo(open.finest()) > 0) {
                open.restore(granularity, Optional.ofNullable(parts.get(pair)));
            }
        });
    }

    /** Returns the number of ticks that arrived after their candle had closed. */
    public long lateTicks() {
        return lateTicks;
    }
}
