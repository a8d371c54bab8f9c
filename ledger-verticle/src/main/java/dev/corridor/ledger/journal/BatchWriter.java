package dev.corridor.ledger.journal;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.Write;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.journal.ChainHead;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.Books;
import dev.corridor.ledger.domain.posting.Decision;
import dev.corridor.ledger.domain.posting.Hold;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.Reversible;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Holds;
import dev.corridor.ledger.store.Postings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Decides a batch of postings by {@link Books#decide} and writes what is new, sealed into a chain of hashes: a transaction a
 * batch. Belongs to one journal.
 *
 * <p>What this process knows of the books it does not read again. It decides on that, and writes only where accounts and chain
 * are still as known and every id is new; anything else is a surprise: nothing is written, and the batch is decided once more on
 * what is read under locks. Refusals and repeats are always answered from what was read (ADR 17).
 */
public final class BatchWriter {
    /** Of a batch that met a posting or transfer id which another journal was writing at the same moment. */
    private static final int MAX_ATTEMPTS = 4;
    /** Surprises seldom come alone: somebody repeats what is not answered, or another process writes to the same accounts. */
    private static final int READ_AFTER_A_SURPRISE = 16;

    private static final VertxException SURPRISE = VertxException.noStackTrace("The books are not as they were known.");

    private final Database database;
    private final Accounts accounts;
    private final Postings postings;
    private final BooksCache known;
    private final Clock clock;
    private final Counter surprises;
    private int batchesToRead;

    /** What a transaction has decided and written. */
    record Written(Decision decision, Optional<JournalBatch> batch) {}

    /** @param knownAccounts how many accounts are kept in memory, at least */
    public BatchWriter(
            Database database,
            Accounts accounts,
            Postings postings,
            int knownAccounts,
            Clock clock,
            MeterRegistry metrics) {
        this.database = database;
        this.accounts = accounts;
        this.postings = postings;
        this.known = new BooksCache(knownAccounts);
        this.clock = clock;
        this.surprises = metrics.counter("corridor.ledger.surprises");
    }

    /** @return fails as {@link Database#transaction} does */
    Future<Written> write(List<PostingRequest> batch, int chain) {
        var names = BatchReferences.of(batch);
        var head = known.head(chain);
        boolean trusts = batchesToRead == 0 && head.isPresent() && canBeChecked(batch, names);
        batchesToRead = Math.max(0, batchesToRead - 1);
        var written = trusts ? decideFromMemory(batch, names, head.get()) : decideUnderLocks(batch, names, chain, 1);
        return written.onSuccess(this::learn);
    }

    /** Whether everything that it rests on shows when it is written. A dry run writes nothing; what others refer to is not written. */
    private static boolean canBeChecked(List<PostingRequest> batch, BatchReferences names) {
        return names.referredIds().isEmpty() && batch.stream().noneMatch(PostingRequest::dryRun);
    }

    private void learn(Written written) {
        written.batch().ifPresent(batch -> known.learn(written.decision().changedAccounts(), batch.head()));
    }

    private Future<Written> decideFromMemory(List<PostingRequest> batch, BatchReferences names, ChainHead head) {
        return booksAsKnown(names)
                .compose(books -> writeAtOnce(books, onlyBooked(decide(books, batch)), head))
                .recover(failure -> {
                    if (!isSurprise(failure)) {
                        return Future.failedFuture(failure);
                    }
                    surprises.increment();
                    batchesToRead = READ_AFTER_A_SURPRISE;
                    return decideUnderLocks(batch, names, head.chain(), 1);
                });
    }

    /** Whether nothing was written, since the books are not as they were known or an id is not new. */
    private static boolean isSurprise(Throwable failure) {
        return failure == SURPRISE || BatchStatement.isSurprise(failure) || Database.isUniqueViolation(failure);
    }

    private static Decision onlyBooked(Decision decision) {
        if (!decision.refused().isEmpty()) {
            throw SURPRISE;
        }
        return decision;
    }

    private Future<Books> booksAsKnown(BatchReferences names) {
        var trusted = known.accounts(names.accountIds());
        var unknown = names.accountIds().stream()
                .filter(id -> !trusted.containsKey(id))
                .toList();
        var read = unknown.isEmpty() ? Future.succeededFuture(Map.<UUID, Account>of()) : accounts.byId(unknown);
        return read.map(found -> {
            trusted.putAll(found);
            return new Books(trusted, Map.of(), Set.of(), Map.of(), Map.of());
        });
    }

    private Future<Written> writeAtOnce(Books before, Decision decision, ChainHead head) {
        var batch = JournalBatch.after(head, decision.booked());
        var changed = decision.changedAccounts();
        var write = BatchStatement.of(
                Accounts.update(before.accounts(), changed), changed.size(), HashChains.move(batch), inserts(batch));
        return database.statement(write::by).map(done -> new Written(decision, Optional.of(batch)));
    }

    private static List<Write> inserts(JournalBatch batch) {
        var inserts = new ArrayList<>(List.of(
                Postings.append(batch.postings()),
                Postings.appendTransfers(batch.postings()),
                HashChains.append(batch)));
        inserts.addAll(Holds.follow(batch.postings()));
        return inserts;
    }

    private Future<Written> decideUnderLocks(
            List<PostingRequest> batch, BatchReferences names, int chain, int attempt) {
        return database.transaction(connection -> readAndWrite(connection, batch, names, chain))
                .recover(failure -> Database.isUniqueViolation(failure) && attempt < MAX_ATTEMPTS
                        ? decideUnderLocks(batch, names, chain, attempt + 1)
                        : Future.failedFuture(failure));
    }

    /** The reads are sent together and run one after the other: those behind the locks see what the locks waited for. */
    private Future<Written> readAndWrite(
            SqlConnection connection, List<PostingRequest> batch, BatchReferences names, int chain) {
        var books = readBooks(connection, names);
        var head = HashChains.lock(connection, chain);
        return Future.all(books, head)
                .compose(read -> write(connection, books.result(), decide(books.result(), batch), head.result()));
    }

    private Decision decide(Books books, List<PostingRequest> batch) {
        return books.decide(batch, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private Future<Books> readBooks(SqlConnection connection, BatchReferences names) {
        var locked = accounts.lock(connection, names.accountIds(), names.referredIds());
        var decided = postings.decided(connection, names.postingIds());
        var taken = postings.taken(connection, names.transferIds());
        var holds = names.pendingIds().isEmpty()
                ? Future.succeededFuture(Map.<UUID, Hold>of())
                : postings.holds(connection, names.pendingIds());
        var reversibles = names.reversedIds().isEmpty()
                ? Future.succeededFuture(Map.<UUID, Reversible>of())
                : postings.reversibles(connection, names.reversedIds());
        return Future.all(locked, decided, taken, holds, reversibles)
                .map(read -> new Books(
                        locked.result(),
                        decided.result(),
                        taken.result(),
                        within(locked.result(), holds.result(), Hold::pending),
                        within(locked.result(), reversibles.result(), Reversible::transfer)));
    }

    /**
     * Without those that were committed after the locks were taken: their accounts may not be among the locked ones. Whoever
     * refers to them has not yet been told that they exist.
     */
    private static <T> Map<UUID, T> within(
            Map<UUID, Account> locked, Map<UUID, T> found, Function<T, BookedTransfer> transfer) {
        var within = new HashMap<>(found);
        within.values().removeIf(each -> {
            var referred = transfer.apply(each);
            return !locked.containsKey(referred.debitAccountId()) || !locked.containsKey(referred.creditAccountId());
        });
        return within;
    }

    private Future<Written> write(SqlConnection connection, Books before, Decision decision, ChainHead head) {
        var refused = decision.refused().isEmpty()
                ? Future.succeededFuture()
                : postings.appendRefusals(connection, decision.refused());
        if (decision.booked().isEmpty()) {
            return refused.map(done -> new Written(decision, Optional.empty()));
        }
        var batch = JournalBatch.after(head, decision.booked());
        var changed = decision.changedAccounts();
        var moved = Accounts.update(before.accounts(), changed)
                .by(connection)
                .map(updated -> unsurprised(updated.rowCount() == changed.size()));
        var inserted =
                inserts(batch).stream().map(write -> write.by(connection)).toList();
        var chained = HashChains.move(batch).by(connection).map(updated -> unsurprised(updated.rowCount() == 1));
        return Future.all(refused, moved, Future.all(inserted), chained)
                .map(done -> new Written(decision, Optional.of(batch)));
    }

    private static Void unsurprised(boolean asKnown) {
        if (!asKnown) {
            throw SURPRISE;
        }
        return null;
    }
}
