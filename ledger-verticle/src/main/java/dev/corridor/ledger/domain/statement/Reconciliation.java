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
 * An external statement beside the books: which lines are the same, which differ, which only one side has.
 *
 * @param matched the same amount, and the same reference or, where the statement has none, a date not far off
 * @param differing the same reference, another amount
 * @param missingInLedger lines that the books have no entry for
 * @param missingInStatement entries that the statement has no line for
 */
public record Reconciliation(
        List<Pair> matched, List<Pair> differing, List<ExternalLine> missingInLedger, List<Entry> missingInStatement) {
    /** Banks book on working days, the ledger at once. */
    private static final long DAYS_APART_MAX = 4;

    /** A line and the entry that it stands for. */
    public record Pair(ExternalLine line, Entry entry) {}

    /**
     * Each line and each entry is used once; the surest matches are made first.
     *
     * @param account whose statement it is
     * @param entries of the same time, oldest first
     */
    public static Reconciliation of(Account account, List<ExternalLine> lines, List<Entry> entries) {
        var openLines = new LinkedHashSet<>(lines);
        var openEntries = new LinkedHashSet<>(entries);
        var matched = new ArrayList<Pair>();
        BiPredicate<ExternalLine, Entry> sameAmount =
                (line, entry) -> line.amount().minorUnits()
                        == account.signed(entry.direction(), entry.amount().minorUnits());
        matched.addAll(pairs(openLines, openEntries, sameAmount.and(Reconciliation::sameReference)));
        matched.addAll(pairs(openLines, openEntries, sameAmount.and(Reconciliation::couldBe)));
        var differing = pairs(openLines, openEntries, Reconciliation::sameReference);
        return new Reconciliation(matched, differing, List.copyOf(openLines), List.copyOf(openEntries));
    }

    /** Without the entries of other days, which were there to be matched, not to be missed. */
    public Reconciliation within(Instant from, Instant to) {
        var missed = missingInStatement.stream()
                .filter(entry -> !entry.effectiveAt().isBefore(from)
                        && entry.effectiveAt().isBefore(to))
                .toList();
        return new Reconciliation(matched, differing, missingInLedger, missed);
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

    /** Two references that are both there and differ speak against it, however well the rest fits. */
    private static boolean couldBe(ExternalLine line, Entry entry) {
        LocalDate booked = entry.effectiveAt().atOffset(ZoneOffset.UTC).toLocalDate();
        boolean isNear = Math.abs(ChronoUnit.DAYS.between(line.date(), booked)) <= DAYS_APART_MAX;
        return isNear && (line.reference().isEmpty() || entry.reference().isEmpty());
    }
}
