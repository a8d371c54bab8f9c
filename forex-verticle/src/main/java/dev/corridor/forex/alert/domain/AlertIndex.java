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

/** Index of active alerts by pair, side and price: a tick reads only the alerts that it triggers. */
public final class AlertIndex {
    private final Map<Key, PriceIndex> byKey = new HashMap<>();
    private final Set<UUID> ids = new HashSet<>();

    private record Key(Pair pair, PriceSide side) {}

    /** An alert, and the tick that triggers it. */
    public record Hit(Alert alert, Tick tick) {
        public BigDecimal price() {
            return alert.terms().side().of(tick);
        }
    }

    /** Alerts of one side of one pair, by price. */
    private static final class PriceIndex {
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

    /** @return false if the index has the alert already */
    public boolean add(Alert alert) {
        boolean isNew = ids.add(alert.id());
        if (isNew) {
            byKey.computeIfAbsent(new Key(alert.terms().pair(), alert.terms().side()), key -> new PriceIndex())
                    .add(alert);
        }
        return isNew;
    }

    /** Removes and returns the alerts that a tick triggers. */
    public List<Hit> take(Tick tick) {
        if (byKey.isEmpty()) {
            return List.of();
        }
        var hits = new ArrayList<Hit>();
        for (var side : PriceSide.values()) {
            var index = byKey.get(new Key(tick.pair(), side));
            if (index != null) {
                index.take(side.of(tick)).forEach(alert -> hits.add(new Hit(alert, tick)));
            }
        }
        hits.forEach(hit -> ids.remove(hit.alert().id()));
        return hits;
    }

    public int size() {
        return ids.size();
    }
}
