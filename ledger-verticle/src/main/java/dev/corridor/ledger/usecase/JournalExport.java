package dev.corridor.ledger.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Period;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.journal.JournalExtract;
import dev.corridor.ledger.domain.journal.JournalExtract.Move;
import dev.corridor.ledger.domain.statement.Document;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Entries;
import dev.corridor.ledger.wire.JournalHledger;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Exports the journal of a period for hledger. A worker thread writes the document. */
public final class JournalExport {
    private final Vertx vertx;
    private final Accounts accounts;
    private final Entries entries;

    public JournalExport(Vertx vertx, Accounts accounts, Entries entries) {
        this.vertx = vertx;
        this.accounts = accounts;
        this.entries = entries;
    }

    /** @return fails with period_too_long beyond 20,000 transfers */
    public Future<Document> export(Instant from, Instant to) {
        Period.require(from, to, StandardError.INVALID_REQUEST);
        return entries.moves(from, to, JournalExtract.MOVES_MAX + 1)
                .compose(moves -> {
                    if (moves.size() > JournalExtract.MOVES_MAX) {
                        throw Problem.of(
                                LedgerError.PERIOD_TOO_LONG,
                                "A journal has at most " + JournalExtract.MOVES_MAX + " transfers.");
                    }
                    return extract(from, to, moves);
                })
                .compose(extract -> vertx.executeBlocking(
                        () -> new Document(JournalHledger.MEDIA_TYPE, JournalHledger.of(extract)), false));
    }

    private Future<JournalExtract> extract(Instant from, Instant to, List<Move> moves) {
        Set<UUID> accountIds = new HashSet<>();
        moves.forEach(move -> {
            accountIds.add(move.debitAccountId());
            accountIds.add(move.creditAccountId());
        });
        return Future.all(accounts.byId(accountIds), entries.balancesBefore(accountIds, from))
                .map(both -> new JournalExtract(from, to, moves, both.resultAt(0), both.resultAt(1)));
    }
}
