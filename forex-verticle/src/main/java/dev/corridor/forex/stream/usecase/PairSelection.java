package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pairs a client names, among those that have live prices.
 *
 * @param all it named "*"
 * @param ticks the last tick of each pair that there is
 * @param unknown what it named and there is not
 */
public record PairSelection(boolean all, Collection<Tick> ticks, List<String> unknown) {
    private static final String EVERY_PAIR = "*";

    /** @throws Problem unknown_pair when nothing is named */
    public static PairSelection of(List<String> names, LiveRates live) {
        if (names.isEmpty()) {
            throw Problem.of(ForexError.UNKNOWN_PAIR, "No pair is named.");
        }
        if (names.contains(EVERY_PAIR)) {
            return new PairSelection(true, List.copyOf(live.latest().values()), List.of());
        }
        Map<String, Tick> ticks = new LinkedHashMap<>();
        var unknown = new ArrayList<String>();
        for (var name : names) {
            find(name, live).ifPresentOrElse(tick -> ticks.put(name, tick), () -> unknown.add(name));
        }
        return new PairSelection(false, ticks.values(), unknown);
    }

    private static Optional<Tick> find(String name, LiveRates live) {
        try {
            return live.latest(Pair.parse(name));
        } catch (Problem unknownPair) {
            return Optional.empty();
        }
    }

    public List<String> names() {
        return ticks.stream().map(tick -> tick.pair().toString()).toList();
    }

    /** @throws Problem unknown_pair */
    public void requireKnown() {
        if (!unknown.isEmpty()) {
            throw Problem.of(ForexError.UNKNOWN_PAIR, "There is no live price of " + String.join(", ", unknown) + ".");
        }
    }

    /** @throws Problem with {@code code}; "*" is never too many */
    public void requireAtMost(int pairs, ErrorCode code) {
        if (!all && ticks.size() > pairs) {
            throw Problem.of(code, "More than " + pairs + " pairs.");
        }
    }
}
