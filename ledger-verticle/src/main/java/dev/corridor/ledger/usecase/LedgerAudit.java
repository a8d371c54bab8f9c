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
 * Audits the whole ledger as of one moment: hash chains are intact, every balance is the sum of its transfers, versions
 * have no gap and each currency sums to zero. Blocks its thread, so it is for the command line.
 */
public final class LedgerAudit {
    private static final int PROGRESS_EVERY = 100_000;

    private final AuditedBooks books;
    private final Consumer<String> progress;
    private final TreeMap<String, BigInteger> sums = new TreeMap<>();
    private long batches;
    private long transfers;
    private long accounts;
    private long entries;

    private LedgerAudit(AuditedBooks books, Consumer<String> progress) {
        this.books = books;
        this.progress = progress;
    }

    /**
     * @param connection of a role that may read everything; its transaction is rolled back at the end
     * @param progress receives messages about the progress
     */
    public static AuditReport run(Connection connection, Consumer<String> progress) throws SQLException {
        try (var books = AuditedBooks.asOfNow(connection)) {
            var audit = new LedgerAudit(books, progress);
            var finding = audit.firstFinding();
            return new AuditReport(audit.batches, audit.transfers, audit.accounts, audit.sums.size(), finding);
        }
    }

    private Optional<Finding> firstFinding() throws SQLException {
        var finding = checkHistories();
        if (finding.isEmpty()) {
            finding = checkChains();
        }
        return finding.isEmpty() ? checkSums() : finding;
    }

    private Optional<Finding> checkChains() throws SQLException {
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
            progress.accept("%,d transfers of the hash chains checked".formatted(transfers));
        }
        return batch;
    }

    private Optional<Finding> checkHistories() throws SQLException {
        long openHolds = 0;
        try (var all = books.accounts();
                var history = books.history()) {
            while (all.advance()) {
                var account = all.account();
                accounts++;
                sums.merge(
                        account.currency().code(),
                        creditMinor(account.spec().kind().normalSide(), account.balanceMinor()),
                        BigInteger::add);
                var check = new HistoryCheck(account);
                while (history.isOf(account.id())) {
                    var finding = check.accept(history.side());
                    if (finding.isPresent()) {
                        return finding;
                    }
                    history.advance();
                    reportProgress();
                }
                var finding = check.end();
                if (finding.isPresent()) {
                    return finding;
                }
                openHolds += check.openDebitHolds();
            }
            if (history.hasSide()) {
                return Optional.of(
                        new Finding("transfer " + history.side().transferId(), "one of its accounts does not exist."));
            }
        }
        return books.checkHolds(openHolds);
    }

    private void reportProgress() {
        if (++entries % (2 * PROGRESS_EVERY) == 0) {
            progress.accept("%,d entries of the accounts' histories checked".formatted(entries));
        }
    }

    private static BigInteger creditMinor(Direction normalSide, long balanceMinor) {
        var balance = BigInteger.valueOf(balanceMinor);
        return normalSide == Direction.CREDIT ? balance : balance.negate();
    }

    private Optional<Finding> checkSums() {
        return sums.entrySet().stream()
                .filter(sum -> sum.getValue().signum() != 0)
                .findFirst()
                .map(sum -> new Finding(
                        "currency " + sum.getKey(), "all balances add up to " + sum.getValue() + ", not to zero."));
    }
}
