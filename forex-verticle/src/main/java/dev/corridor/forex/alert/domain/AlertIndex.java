package dev.corridor.forex.alert.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.PriceSide;
import dev.corridor.forex.engine.domain.Tick;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Alerts by pair, side and price: a tick meets those that it triggers, and looks at no other. */
public final class AlertIndex {
    private final Map<Key, Ladder> ladders = new HashMap<>();
    private final Set<UUID> ids = new HashSet<>();

    private record Key(Pair pair, PriceSide side) {}

    /** An alert, and the tick that triggers it. */
    public record Hit(Alert alert, Tick tick) {
        public BigDecimal price() {
            return alert.terms().side().of(tick);
        }
    }

    /** Alerts of one side of one pair, by price. */
    private static final class Ladder {
        private final NavigableMap<BigDecimal, List<Alert>> rising = new TreeMap<>();
        private final NavigableMap<BigDecimal, List<Alert>> falling = new TreeMap<>();

        void add(Alert alert) {
            (alert.isRising() ? rising : falling)
                    .computeIfAbsent(alert.terms().price(), price -> new ArrayList<>(1))
                    .add(alert);
        }

        List<Alert> take(BigDecimal price) {
            var reached = new ArrayList<Alert>();
            take(rising.headMap(price, true).values(), reached);
            take(falling.tailMap(price, true).values(), reached);
            return reached;
        }

        private static void take(Collection<List<Alert>> from, List<Alert> to) {
            if (!from.isEmpty()) {
                from.forEach(to::addAll);
                from.clear();
            }
        }
    }

    /** @return whether it was not there yet */
    public boolean add(Alert alert) {
        boolean isNew = ids.add(alert.id());
        if (isNew) {
            ladders.computeIfAbsent(new Key(alert.terms().pair(), alert.terms().side()), key -> new Ladder())
                    .add(alert);
        }
        return isNew;
    }

    /** Those that a tick triggers; they are not there any more. */
    public List<Hit> take(Tick tick) {
        if (ladders.isEmpty()) {
            return List.of();
        }
        var hits = new ArrayList<Hit>();
        for (var side : PriceSide.values()) {
            var ladder = ladders.get(new Key(tick.pair(), side));
            if (ladder != null) {
                ladder.take(side.of(tick)).forEach(alert -> hits.add(new Hit(alert, tick)));
            }
        }
        hits.forEach(hit -> ids.remove(hit.alert().id()));
        return hits;
    }

    public int size() {
        return ids.size();
    }
}
