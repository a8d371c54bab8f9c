package dev.corridor.ledger.journal;

import dev.corridor.kit.sql.Database;
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
import dev.corridor.ledger.store.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Decides a batch of postings with {@link Books#decide} and writes the result, sealed into a hash chain, in one
 * transaction. Belongs to the batching engine of a process.
 *
 * <p>A batch is first decided on cached accounts and written only if accounts and chain are still as cached and all ids
 * are new. Anything else is a conflict: nothing is written, and the batch is decided again on rows read under locks.
 * Refusals and replays are always decided under locks (ADR 17).
 */
public final class BatchWriter {
    /** Attempts for a batch with a posting or transfer id that another journal writes at the same moment. */
    private static final int MAX_ATTEMPTS = 4;

    private final Database database;
    private final Accounts accounts;
    private final Postings postings;
    private final Refusals refusals;
    private final BooksCache cache;
    private final Clock clock;
    private final Counter conflicts;

    /**
     * Decision on a batch, and what was written of it.
     *
     * @param batch empty when no posting was booked
     * @param chainShared whether another process has written to the chain as well
     */
    record Written(Decision decision, Optional<JournalBatch> batch, boolean chainShared) {}

    /** @param cachedAccounts number of accounts that the cache holds at least */
    public BatchWriter(
            Database database,
            Accounts accounts,
            Postings postings,
            Refusals refusals,
            int cachedAccounts,
            Clock clock,
            MeterRegistry metrics) {
        this.database = database;
        this.accounts = accounts;
        this.postings = postings;
        this.refusals = refusals;
        this.cache = new BooksCache(cachedAccounts);
        this.clock = clock;
        this.conflicts = metrics.counter("corridor.ledger.conflicts");
    }

    /** @return fails as {@link Database#transaction} does */
    Future<Written> write(List<PostingRequest> batch, int chain) {
        var references = BatchReferences.of(batch);
        var head = cache.head(chain);
        boolean useCache =
                head.isPresent() && conflictsShow(batch, references) && !cache.isContested(references.accountIds());
        var written = useCache
                ? writeFromCache(batch, references, head.get()).compose(done -> done.map(Future::succeededFuture)
                        .orElseGet(() -> resolveConflict(batch, references, chain)))
                : writeUnderLocks(batch, references, chain, 1);
        return written.onSuccess(this::updateCache);
    }

    /**
     * Whether the write detects every conflict of this batch. A dry run writes nothing, and a transfer that another one
     * ends or reverses is not written again.
     */
    private static boolean conflictsShow(List<PostingRequest> batch, BatchReferences references) {
        return references.referredIds().isEmpty() && batch.stream().noneMatch(PostingRequest::dryRun);
    }

    private void updateCache(Written written) {
        written.batch().ifPresent(batch -> cache.update(written.decision().changedAccounts(), batch.head()));
    }

    private Future<Written> resolveConflict(List<PostingRequest> batch, BatchReferences references, int chain) {
        conflicts.increment();
        return writeUnderLocks(batch, references, chain, 1);
    }

    /** @return empty on a conflict: nothing was written */
    private Future<Optional<Written>> writeFromCache(
            List<PostingRequest> batch, BatchReferences references, ChainHead head) {
        return cachedBooks(references)
                .compose(books -> writeIfUnchanged(books, decide(books, batch), head))
                .recover(failure -> BatchStatement.isConflict(failure)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    /** Accounts that are not cached are read without a lock: the write detects their changes as well. */
    private Future<Books> cachedBooks(BatchReferences references) {
        var cached = cache.accounts(references.accountIds());
        var missing = references.accountIds().stream()
                .filter(id -> !cached.containsKey(id))
                .toList();
        var read = missing.isEmpty() ? Future.succeededFuture(Map.<UUID, Account>of()) : accounts.byId(missing);
        return read.map(found -> {
            cached.putAll(found);
            return new Books(cached, Map.of(), Set.of(), Map.of(), Map.of());
        });
    }

    private Future<Optional<Written>> writeIfUnchanged(Books before, Decision decision, ChainHead head) {
        if (!decision.refused().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        var batch = JournalBatch.after(head, decision.booked());
        return database.statement(
                        client -> BatchStatement.execute(client, batch, before.accounts(), decision.changedAccounts()))
                .map(done -> Optional.of(new Written(decision, Optional.of(batch), false)));
    }

    private Future<Written> writeUnderLocks(
            List<PostingRequest> batch, BatchReferences references, int chain, int attempt) {
        return database.transaction(connection -> lockAndWrite(connection, batch, references, chain))
                .recover(failure -> Database.isUniqueViolation(failure) && attempt < MAX_ATTEMPTS
                        ? writeUnderLocks(batch, references, chain, attempt + 1)
                        : Future.failedFuture(failure));
    }

    /**
     * Sends all reads at once. The server runs them in order, so those after the locks see what the locks waited for.
     */
    private Future<Written> lockAndWrite(
            SqlConnection connection, List<PostingRequest> batch, BatchReferences references, int chain) {
        var books = lockBooks(connection, references);
        var head = HashChains.lock(connection, chain);
        return Future.all(books, head).compose(read -> {
            cache.compare(references.accountIds(), books.result().accounts());
            boolean chainShared = cache.head(chain)
                    .filter(cached -> !cached.equals(head.result()))
                    .isPresent();
            return writeLocked(connection, books.result(), decide(books.result(), batch), head.result())
                    .map(written -> new Written(written.decision(), written.batch(), chainShared));
        });
    }

    private Decision decide(Books books, List<PostingRequest> batch) {
        return books.decide(batch, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private Future<Books> lockBooks(SqlConnection connection, BatchReferences references) {
        var locked = references.referredIds().isEmpty()
                ? accounts.lock(connection, references.accountIds())
                : accounts.lockWithTransfers(connection, references.accountIds(), references.referredIds());
        var decided = postings.decided(connection, references.postingIds());
        var taken = postings.taken(connection, references.transferIds());
        var holds = references.pendingIds().isEmpty()
                ? Future.succeededFuture(Map.<UUID, Hold>of())
                : postings.holds(connection, references.pendingIds());
        var reversibles = references.reversedIds().isEmpty()
                ? Future.succeededFuture(Map.<UUID, Reversible>of())
                : postings.reversibles(connection, references.reversedIds());
        return Future.all(locked, decided, taken, holds, reversibles)
                .map(read -> new Books(
                        locked.result(),
                        decided.result(),
                        taken.result(),
                        withLockedAccounts(locked.result(), holds.result(), Hold::pending),
                        withLockedAccounts(locked.result(), reversibles.result(), Reversible::transfer)));
    }

    /**
     * Drops transfers whose accounts are not locked: they were committed after the locks were taken, and no caller has
     * been answered about them yet.
     */
    private static <T> Map<UUID, T> withLockedAccounts(
            Map<UUID, Account> locked, Map<UUID, T> found, Function<T, BookedTransfer> transferOf) {
        var lockedOnly = new HashMap<>(found);
        lockedOnly.values().removeIf(each -> {
            var transfer = transferOf.apply(each);
            return !locked.containsKey(transfer.debitAccountId()) || !locked.containsKey(transfer.creditAccountId());
        });
        return lockedOnly;
    }

    private Future<Written> writeLocked(SqlConnection connection, Books before, Decision decision, ChainHead head) {
        var refused = decision.refused().isEmpty()
                ? Future.succeededFuture()
                : refusals.insert(connection, decision.refused());
        if (decision.booked().isEmpty()) {
            return refused.map(done -> new Written(decision, Optional.empty(), false));
        }
        var batch = JournalBatch.after(head, decision.booked());
        var written = BatchStatement.execute(connection, batch, before.accounts(), decision.changedAccounts());
        var endedHolds = Holds.deleteEnded(connection, decision.booked());
        return Future.all(refused, written, endedHolds).map(done -> new Written(decision, Optional.of(batch), false));
    }
}
