package dev.corridor.ledger.usecase;

import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.audit.AuditReport;
import dev.corridor.ledger.domain.audit.ChainCheck;
import dev.corridor.ledger.domain.audit.Finding;
import dev.corridor.ledger.domain.audit.HistoryCheck;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.store.AuditedBooks;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads the books again, all of them as of one moment, and says whether they are what they claim to be: the chains are
 * unbroken, every balance is the sum of its transfers, every version is without gap, each currency sums to zero. Blocks, so
 * it belongs to a command line.
 */
public final class LedgerAudit {
    private static final int PROGRESS_EVERY = 100_000;

    private final AuditedBooks books;
    private final Consumer<String> progress;
    private final TreeMap<String, BigInteger> sums = new TreeMap<>();
    private long batches;
    private long transfers;
    private long accounts;
    private long lines;

    private LedgerAudit(AuditedBooks books, Consumer<String> progress) {
        this.books = books;
        this.progress = progress;
    }

    /**
     * @param connection of a role that may read everything; left as it was, but for its transaction
     * @param progress is told how far it has come, in words
     */
    public static AuditReport run(Connection connection, Consumer<String> progress) throws SQLException {
        try (var books = AuditedBooks.asOfNow(connection)) {
            var audit = new LedgerAudit(books, progress);
            var finding = audit.firstFinding();
            return new AuditReport(audit.batches, audit.transfers, audit.accounts, audit.sums.size(), finding);
        }
    }

    private Optional<Finding> firstFinding() throws SQLException {
        var finding = histories();
        if (finding.isEmpty()) {
            finding = chains();
        }
        return finding.isEmpty() ? sumsToZero() : finding;
    }

    private Optional<Finding> chains() throws SQLException {
        var check = new ChainCheck();
        try (var journal = books.journal()) {
            Optional<Finding> missing;
            while ((missing = journal.advance()).isEmpty() && journal.hasBatch()) {
                var finding = check.accept(read(journal.batch()));
                if (finding.isPresent()) {
                    return finding;
                }
            }
            if (missing.isPresent()) {
                return missing;
            }
        }
        for (var head : books.chainHeads()) {
            var finding = check.end(head);
            if (finding.isPresent()) {
                return finding;
            }
        }
        return books.firstOutsideTheJournal(transfers);
    }

    private JournalBatch read(JournalBatch batch) {
        batches++;
        long before = transfers;
        transfers += batch.postings().stream()
                .mapToLong(posting -> posting.transfers().size())
                .sum();
        if (before / PROGRESS_EVERY != transfers / PROGRESS_EVERY) {
            progress.accept("%,d transfers of the chains checked".formatted(transfers));
        }
        return batch;
    }

    private Optional<Finding> histories() throws SQLException {
        long openHolds = 0;
        try (var all = books.accounts();
                var history = books.history()) {
            while (all.advance()) {
                var account = all.account();
                accounts++;
                sums.merge(
                        account.currency().getCurrencyCode(),
                        creditMinor(account.spec().kind().normalSide(), account.balanceMinor()),
                        BigInteger::add);
                var check = new HistoryCheck(account);
                while (history.isOf(account.id())) {
                    var finding = check.accept(history.line());
                    if (finding.isPresent()) {
                        return finding;
                    }
                    history.advance();
                    tellLine();
                }
                var finding = check.end();
                if (finding.isPresent()) {
                    return finding;
                }
                openHolds += check.openDebitHolds();
            }
            if (history.hasLine()) {
                return Optional.of(
                        new Finding("transfer " + history.line().transferId(), "one of its accounts does not exist."));
            }
        }
        return books.holdsAre(openHolds);
    }

    private void tellLine() {
        if (++lines % (2 * PROGRESS_EVERY) == 0) {
            progress.accept("%,d lines of the accounts' histories checked".formatted(lines));
        }
    }

    private static BigInteger creditMinor(Direction normalSide, long balanceMinor) {
        var balance = BigInteger.valueOf(balanceMinor);
        return normalSide == Direction.CREDIT ? balance : balance.negate();
    }

    private Optional<Finding> sumsToZero() {
        return sums.entrySet().stream()
                .filter(sum -> sum.getValue().signum() != 0)
                .findFirst()
                .map(sum -> new Finding(
                        "currency " + sum.getKey(), "all balances add up to " + sum.getValue() + ", not to zero."));
    }
}
