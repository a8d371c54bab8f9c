package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Pairs that a client names, resolved to those that have live prices.
 *
 * @param all whether the client named "*"
 * @param ticks the last tick of each pair that has live prices
 * @param unknown names without live prices
 * @param at moment at which the names were resolved
 */
public record PairSelection(boolean all, Collection<Tick> ticks, List<String> unknown, Instant at) {
    private static final String EVERY_PAIR = "*";
    private static final int LONGEST_QUOTED_NAME = 16;

    /**
     * Resolves names.
     *
     * @param latest the latest tick of every pair
     * @throws Problem unknown_pair when there are no names
     */
    public static PairSelection of(List<String> names, Map<Pair, Tick> latest, Instant now) {
        if (names.isEmpty()) {
            throw Problem.of(ForexError.UNKNOWN_PAIR, "No pair is named.");
        }
        if (names.contains(EVERY_PAIR)) {
            return new PairSelection(true, List.copyOf(latest.values()), List.of(), now);
        }
        Map<String, Tick> ticks = new LinkedHashMap<>();
        var unknown = new ArrayList<String>();
        for (var name : names) {
            find(name, latest, now).ifPresentOrElse(tick -> ticks.put(name, tick), () -> unknown.add(name));
        }
        return new PairSelection(false, ticks.values(), unknown, now);
    }

    private static Optional<Tick> find(String name, Map<Pair, Tick> latest, Instant now) {
        try {
            return Optional.ofNullable(latest.get(Pair.parse(name).requireAt(now)));
        } catch (Problem unknown) {
            return Optional.empty();
        }
    }

    public List<String> names() {
        return ticks.stream().map(tick -> tick.pair().toString()).toList();
    }

    /** @throws Problem unknown_pair; unknown_currency when a currency of a pair has ended */
    public void requireKnown() {
        if (!unknown.isEmpty()) {
            throw unknownPairs();
        }
    }

    /** Returns the problem that names the unknown pairs, or the currency of one that has ended. */
    public Problem unknownPairs() {
        return unknown.stream()
                .flatMap(name -> ended(name).stream())
                .findFirst()
                .orElseGet(() -> {
                    var named = unknown.stream().map(PairSelection::quoted).collect(Collectors.joining(", "));
                    return Problem.of(ForexError.UNKNOWN_PAIR, "There is no live price of " + named + ".");
                });
    }

    private Optional<Problem> ended(String name) {
        try {
            Pair.parse(name).requireAt(at);
            return Optional.empty();
        } catch (Problem problem) {
            return problem.is(StandardError.UNKNOWN_CURRENCY) ? Optional.of(problem) : Optional.empty();
        }
    }

    /** Returns the name as a problem shows it; an empty one is visible, a long one is cut. */
    private static String quoted(String name) {
        return "\"" + (name.length() > LONGEST_QUOTED_NAME ? name.substring(0, LONGEST_QUOTED_NAME) + "..." : name)
                + "\"";
    }

    /** @throws Problem with {@code code} when there are more pairs; "*" counts as all of them */
    public void requireAtMost(int pairs, ErrorCode code) {
        if (ticks.size() > pairs) {
            throw Problem.of(code, "More than " + pairs + " pairs.");
        }
    }
}
