package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pairs that a client names, resolved to those that have live prices.
 *
 * @param all whether the client named "*"
 * @param ticks the last tick of each pair that has live prices
 * @param unknown names without live prices
 */
public record PairSelection(boolean all, Collection<Tick> ticks, List<String> unknown) {
    private static final String EVERY_PAIR = "*";

    /**
     * Resolves names.
     *
     * @param latest the latest tick of every pair
     * @throws Problem unknown_pair when there are no names
     */
    public static PairSelection of(List<String> names, Map<Pair, Tick> latest) {
        if (names.isEmpty()) {
            throw Problem.of(ForexError.UNKNOWN_PAIR, "No pair is named.");
        }
        if (names.contains(EVERY_PAIR)) {
            return new PairSelection(true, List.copyOf(latest.values()), List.of());
        }
        Map<String, Tick> ticks = new LinkedHashMap<>();
        var unknown = new ArrayList<String>();
        for (var name : names) {
            find(name, latest).ifPresentOrElse(tick -> ticks.put(name, tick), () -> unknown.add(name));
        }
        return new PairSelection(false, ticks.values(), unknown);
    }

    private static Optional<Tick> find(String name, Map<Pair, Tick> latest) {
        try {
            return Optional.ofNullable(latest.get(Pair.parse(name)));
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
            throw unknownPairs();
        }
    }

    /** Returns the problem that names the unknown pairs. */
    public Problem unknownPairs() {
        return Problem.of(ForexError.UNKNOWN_PAIR, "There is no live price of " + String.join(", ", unknown) + ".");
    }

    /** @throws Problem with {@code code} when there are more pairs; "*" counts as all of them */
    public void requireAtMost(int pairs, ErrorCode code) {
        if (ticks.size() > pairs) {
            throw Problem.of(code, "More than " + pairs + " pairs.");
        }
    }
}
