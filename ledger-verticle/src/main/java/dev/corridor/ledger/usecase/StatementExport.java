package dev.corridor.ledger.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.statement.Document;
import dev.corridor.ledger.domain.statement.Statement;
import dev.corridor.ledger.domain.statement.StatementFormat;
import dev.corridor.ledger.wire.StatementCamt053;
import dev.corridor.ledger.wire.StatementCsv;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/** Exports a whole statement as a document, which a worker thread writes. */
public final class StatementExport {
    static final int ENTRIES_MAX = 10_000;

    private final Vertx vertx;
    private final AccountHistory history;
    private final Supplier<UUID> ids;
    private final Clock clock;

    public StatementExport(Vertx vertx, AccountHistory history, Supplier<UUID> ids, Clock clock) {
        this.vertx = vertx;
        this.history = history;
        this.ids = ids;
        this.clock = clock;
    }

    /** @return fails with period_too_long beyond 10,000 entries */
    public Future<Document> export(Caller caller, UUID accountId, Instant from, Instant to, StatementFormat format) {
        return history.statement(caller, accountId, from, to, null, ENTRIES_MAX).compose(statement -> {
            requireWhole(statement, "A statement has at most " + ENTRIES_MAX + " entries.");
            return vertx.executeBlocking(() -> document(statement, format), false);
        });
    }

    static void requireWhole(Statement statement, String detail) {
        if (!statement.nextCursor().isEmpty()) {
            throw Problem.of(LedgerError.PERIOD_TOO_LONG, detail);
        }
    }

    private Document document(Statement statement, StatementFormat format) {
        return switch (format) {
            case CSV -> new Document(StatementCsv.MEDIA_TYPE, StatementCsv.of(statement));
            case CAMT_053 ->
                new Document(StatementCamt053.MEDIA_TYPE, StatementCamt053.of(statement, ids.get(), clock.instant()));
        };
    }
}
