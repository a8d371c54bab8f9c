package dev.corridor.ledger.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.value.Currency;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.statement.ExternalLine;
import dev.corridor.ledger.domain.statement.Reconciliation;
import dev.corridor.ledger.domain.statement.StatementFormat;
import dev.corridor.ledger.wire.ExternalStatement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Compares an external statement with the entries of the same days. Writes nothing; parses and compares on a worker
 * thread.
 */
public final class StatementReconciliation {
    /** Covers a weekend: an entry of Thursday may be on the bank's statement of Monday. */
    private static final int DAYS_AROUND = 4;

    private final Vertx vertx;
    private final AccountReader accounts;
    private final AccountHistory history;

    public StatementReconciliation(Vertx vertx, AccountReader accounts, AccountHistory history) {
        this.vertx = vertx;
        this.accounts = accounts;
        this.history = history;
    }

    public Future<Reconciliation> reconcile(Caller caller, UUID accountId, String statement, StatementFormat format) {
        return accounts.account(caller, accountId)
                .compose(profile -> vertx.executeBlocking(
                        () -> parse(statement, format, profile.account().currency()), false))
                .compose(lines -> compare(caller, accountId, lines));
    }

    private static List<ExternalLine> parse(String statement, StatementFormat format, Currency currency) {
        var lines =
                switch (format) {
                    case CSV -> ExternalStatement.ofCsv(statement, currency);
                    case CAMT_053 -> ExternalStatement.ofCamt053(statement, currency);
                };
        if (lines.isEmpty()) {
            throw Problem.of(LedgerError.STATEMENT_INVALID, "The statement has no lines.");
        }
        return lines;
    }

    private Future<Reconciliation> compare(Caller caller, UUID accountId, List<ExternalLine> lines) {
        var dates = lines.stream().map(ExternalLine::date).toList();
        var first = dates.stream().min(Comparator.naturalOrder()).orElseThrow();
        var last = dates.stream().max(Comparator.naturalOrder()).orElseThrow();
        return history.statement(
                        caller,
                        accountId,
                        startOf(first.minusDays(DAYS_AROUND)),
                        startOf(last.plusDays(DAYS_AROUND + 1L)),
                        null,
                        StatementExport.ENTRIES_MAX)
                .compose(statement -> {
                    StatementExport.requireWhole(
                            statement, "At most " + StatementExport.ENTRIES_MAX + " entries can be compared.");
                    return vertx.executeBlocking(
                            () -> Reconciliation.of(statement.account().account(), lines, statement.entries())
                                    .within(startOf(first), startOf(last.plusDays(1))),
                            false);
                });
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
