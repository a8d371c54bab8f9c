package dev.corridor.ledger.domain.statement;

import dev.corridor.ledger.domain.account.Account;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Comparison of an external statement with the ledger's entries.
 *
 * @param matched same amount, and same reference or, if one side has no reference, a near date
 * @param differing same reference, different amount
 * @param missingInLedger lines without an entry
 * @param missingInStatement entries without a line
 */
public record Reconciliation(
        List<Pair> matched, List<Pair> differing, List<ExternalLine> missingInLedger, List<Entry> missingInStatement) {
    /** Covers a weekend: banks book on working days, the ledger at once. */
    private static final long DAYS_APART_MAX = 4;

    /** Line and entry of the same transfer. */
    public record Pair(ExternalLine line, Entry entry) {}

    /**
     * Pairs each line and each entry at most once, certain matches first.
     *
     * @param account the account of the statement
     * @param entries entries of the same period, oldest first
     */
    public static Reconciliation of(Account account, List<ExternalLine> lines, List<Entry> entries) {
        var openLines = new LinkedHashSet<>(lines);
        var openEntries = new LinkedHashSet<>(entries);
        var matched = new ArrayList<Pair>();
        BiPredicate<ExternalLine, Entry> sameAmount =
                (line, entry) -> line.amount().minorUnits()
                        == account.signed(entry.direction(), entry.amount().minorUnits());
        matched.addAll(pairs(openLines, openEntries, sameAmount.and(Reconciliation::sameReference)));
        matched.addAll(pairs(openLines, openEntries, sameAmount.and(Reconciliation::isNearWithoutReference)));
        var differing = pairs(openLines, openEntries, Reconciliation::sameReference);
        return new Reconciliation(matched, differing, List.copyOf(openLines), List.copyOf(openEntries));
    }

    /** Drops missing entries outside the period: they were read only as candidates for a match. */
    public Reconciliation within(Instant from, Instant to) {
        var missing = missingInStatement.stream()
                .filter(entry -> !entry.effectiveAt().isBefore(from)
                        && entry.effectiveAt().isBefore(to))
                .toList();
        return new Reconciliation(matched, differing, missingInLedger, missing);
    }

    private static List<Pair> pairs(
            Set<ExternalLine> openLines, Set<Entry> openEntries, BiPredicate<ExternalLine, Entry> fits) {
        var pairs = new ArrayList<Pair>();
        for (var line : List.copyOf(openLines)) {
            Optional<Entry> entry =
                    openEntries.stream().filter(each -> fits.test(line, each)).findFirst();
            entry.ifPresent(found -> {
                openLines.remove(line);
                openEntries.remove(found);
                pairs.add(new Pair(line, found));
            });
        }
        return pairs;
    }

    private static boolean sameReference(ExternalLine line, Entry entry) {
        return !line.reference().isEmpty() && line.reference().equals(entry.reference());
    }

    /** Accepts a near date only if one side has no reference: two different references are different transfers. */
    private static boolean isNearWithoutReference(ExternalLine line, Entry entry) {
        LocalDate booked = entry.effectiveAt().atOffset(ZoneOffset.UTC).toLocalDate();
        boolean isNear = Math.abs(ChronoUnit.DAYS.between(line.date(), booked)) <= DAYS_APART_MAX;
        return isNear && (line.reference().isEmpty() || entry.reference().isEmpty());
    }
}
