package dev.corridor.ledger.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.journal.JournalExtract;
import dev.corridor.ledger.domain.statement.ExternalLine;
import dev.corridor.ledger.domain.statement.Reconciliation;
import dev.corridor.ledger.domain.statement.Statement;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Entries;
import dev.corridor.ledger.wire.ExternalStatement;
import dev.corridor.ledger.wire.JournalHledger;
import dev.corridor.ledger.wire.StatementCamt053;
import dev.corridor.ledger.wire.StatementCsv;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The books as documents that other programs read, and documents of others beside the books. Written on a worker. */
public final class LedgerDocuments {
    private static final int STATEMENT_LINES_MAX = 10_000;
    /** What banks book on a Monday may have been effective the Thursday before. */
    private static final int DAYS_AROUND = 4;

    private final Vertx vertx;
    private final Ledger ledger;
    private final Accounts accounts;
    private final Entries entries;
    private final Supplier<UUID> ids;
    private final Clock clock;

    /** A document in one of the forms that it can have. */
    public record Document(String mediaType, String text) {}

    /** Which form a statement is asked for, or comes, in. */
    public enum Form {
        CSV,
        CAMT_053;

        /** @param name as in the contract: "csv" or "camt.053" */
        public static Form of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT).replace('.', '_'));
        }

        /** @param type "text/csv", or one of XML */
        public static Form ofMediaType(String type) {
            return type.equals("text/csv") ? CSV : CAMT_053;
        }
    }

    public LedgerDocuments(
            Vertx vertx, Ledger ledger, Accounts accounts, Entries entries, Supplier<UUID> ids, Clock clock) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.accounts = accounts;
        this.entries = entries;
        this.ids = ids;
        this.clock = clock;
    }

    /** @return fails with period_too_long beyond 10,000 lines */
    public Future<Document> statement(Caller caller, UUID accountId, Instant from, Instant to, Form form) {
        return ledger.statement(caller, accountId, from, to, null, STATEMENT_LINES_MAX)
                .compose(statement -> {
                    if (!statement.nextCursor().isEmpty()) {
                        throw tooLong("A statement has at most " + STATEMENT_LINES_MAX + " lines.");
                    }
                    return vertx.executeBlocking(() -> document(statement, form), false);
                });
    }

    private Document document(Statement statement, Form form) {
        return switch (form) {
            case CSV -> new Document(StatementCsv.MEDIA_TYPE, StatementCsv.of(statement));
            case CAMT_053 ->
                new Document(StatementCamt053.MEDIA_TYPE, StatementCamt053.of(statement, ids.get(), clock.instant()));
        };
    }

    /** The journal of a period for hledger; fails with period_too_long beyond 20,000 transfers. */
    public Future<Document> journal(Instant from, Instant to) {
        return entries.moved(from, to, JournalExtract.LINES_MAX + 1)
                .compose(lines -> {
                    if (lines.size() > JournalExtract.LINES_MAX) {
                        throw tooLong("A journal has at most " + JournalExtract.LINES_MAX + " transfers.");
                    }
                    return extract(from, to, lines);
                })
                .compose(extract -> vertx.executeBlocking(
                        () -> new Document(JournalHledger.MEDIA_TYPE, JournalHledger.of(extract)), false));
    }

    private Future<JournalExtract> extract(Instant from, Instant to, List<JournalExtract.Line> lines) {
        Set<UUID> touched = new HashSet<>();
        lines.forEach(line -> {
            touched.add(line.debitAccountId());
            touched.add(line.creditAccountId());
        });
        return Future.all(accounts.byId(touched), entries.balancesBefore(touched, from))
                .map(both -> new JournalExtract(from, to, lines, both.resultAt(0), both.resultAt(1)));
    }

    /** Puts a statement of somebody else beside the entries of the same days. */
    public Future<Reconciliation> reconcile(Caller caller, UUID accountId, String text, Form form) {
        return ledger.account(caller, accountId).compose(profile -> vertx.executeBlocking(
                        () -> read(text, form, profile.account().currency()), false)
                .compose(lines -> beside(caller, accountId, lines)));
    }

    private static List<ExternalLine> read(String text, Form form, Currency currency) {
        var lines =
                switch (form) {
                    case CSV -> ExternalStatement.ofCsv(text, currency);
                    case CAMT_053 -> ExternalStatement.ofCamt053(text, currency);
                };
        if (lines.isEmpty()) {
            throw Problem.of(LedgerError.STATEMENT_INVALID, "The statement has no lines.");
        }
        return lines;
    }

    private Future<Reconciliation> beside(Caller caller, UUID accountId, List<ExternalLine> lines) {
        var first = lines.stream()
                .map(ExternalLine::date)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        var last = lines.stream()
                .map(ExternalLine::date)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return ledger.statement(
                        caller,
                        accountId,
                        startOf(first.minusDays(DAYS_AROUND)),
                        startOf(last.plusDays(DAYS_AROUND + 1L)),
                        null,
                        STATEMENT_LINES_MAX)
                .compose(statement -> {
                    if (!statement.nextCursor().isEmpty()) {
                        throw tooLong("At most " + STATEMENT_LINES_MAX + " entries can be compared.");
                    }
                    return vertx.executeBlocking(
                            () -> Reconciliation.of(statement.account().account(), lines, statement.entries())
                                    .within(startOf(first), startOf(last.plusDays(1))),
                            false);
                });
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Problem tooLong(String detail) {
        return Problem.of(LedgerError.PERIOD_TOO_LONG, detail);
    }
}
