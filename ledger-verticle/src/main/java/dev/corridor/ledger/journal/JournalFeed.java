package dev.corridor.ledger.journal;

import dev.corridor.kit.sql.Database;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.journal.FeedCursor;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.store.Postings;
import dev.corridor.ledger.store.RowMapping;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads the journal from a cursor on, in an order that preserves the order along each account. A batch's number is
 * drawn while its accounts are locked: a reader that sees a batch also sees every earlier batch of the same accounts,
 * with a lower number.
 */
public final class JournalFeed {
    /** Number of chains that a cursor spans. */
    public static final int CHAINS = HashChains.COUNT;

    private static final Integer[] ALL_CHAINS =
            IntStream.range(0, CHAINS).boxed().toArray(Integer[]::new);

    /**
     * A batch with its postings and transfers in order, one row a transfer. The subqueries' {@code offset 0} keeps
     * PostgreSQL from joining: once it knows how long batches are, it would prefer to scan both tables.
     */
    static final String READ_BATCH =
            """
            select transfer.id as transfer_id, transfer.type, transfer.debit_account_id, transfer.credit_account_id,
                   transfer.amount_minor, transfer.currency, transfer.code, transfer.pending_id, transfer.reverses_id,
                   transfer.expires_at, transfer.debit_balance_minor, transfer.debit_version,
                   transfer.credit_balance_minor, transfer.credit_version,
                   batch.chain, batch.sequence, batch.previous_hash, batch.hash, posting.id as posting_id,
                   posting.fingerprint, posting.reference, posting.metadata, posting.correlation_id, posting.booked_at,
                   posting.effective_at
            from journal_batch as batch
            cross join lateral unnest(batch.posting_ids) with ordinality as item (posting_id, position)
            cross join lateral (select * from posting where id = item.posting_id offset 0) as posting
            cross join lateral unnest(posting.transfer_ids) with ordinality as part (transfer_id, position)
            cross join lateral (select * from transfer where id = part.transfer_id offset 0) as transfer
            where batch.chain = $1 and batch.sequence = $2
            order by item.position, part.position
            """;

    private final Database database;
    private final RecentBatches recent;

    public JournalFeed(Database database, RecentBatches recent) {
        this.database = database;
        this.recent = recent;
    }

    /** Returns at most {@code limit} batches after the cursor; empty when there are none yet. */
    public Future<List<JournalBatch>> after(FeedCursor cursor, int limit) {
        return database.statement(client -> after(client, recent, cursor, limit, limit))
                .map(Batches::items);
    }

    /**
     * Returns at most {@code limit} batches after the cursor.
     *
     * @param limitFromDatabase bound on those that are not in memory, since reading a large one takes a while
     */
    public static Future<Batches> after(
            SqlClient client, RecentBatches recent, FeedCursor cursor, int limit, int limitFromDatabase) {
        return keysAfter(client, cursor, limit).compose(keys -> {
            var found = keys.stream().map(key -> Candidate.of(key, recent)).toList();
            var taken = take(found, limitFromDatabase);
            boolean more = taken.size() < found.size() || found.size() == limit;
            return Future.all(taken.stream()
                            .map(candidate -> candidate.batch(client))
                            .toList())
                    .map(read -> new Batches(read.list(), more));
        });
    }

    /** @param more whether there may be batches after them */
    public record Batches(List<JournalBatch> items, boolean more) {}

    private record Key(int chain, long sequence) {}

    private record Candidate(Key key, Optional<JournalBatch> inMemory) {
        static Candidate of(Key key, RecentBatches recent) {
            return new Candidate(key, recent.find(key.chain(), key.sequence()));
        }

        Future<JournalBatch> batch(SqlClient client) {
            return inMemory.map(Future::succeededFuture).orElseGet(() -> read(client, key));
        }
    }

    /** Reads a bounded number of rows along each chain, then merges them by number. */
    private static Future<List<Key>> keysAfter(SqlClient client, FeedCursor cursor, int limit) {
        return client.preparedQuery(
                        """
                        select following.chain, following.sequence
                        from unnest($1::int[], $2::bigint[]) as seen (chain, sequence)
                        cross join lateral (
                          select chain, sequence, number
                          from journal_batch
                          where journal_batch.chain = seen.chain and journal_batch.sequence > seen.sequence
                          order by journal_batch.sequence
                          limit $3
                        ) as following
                        order by following.number
                        limit $3
                        """)
                .execute(Tuple.of(ALL_CHAINS, cursor.sequences().toArray(Long[]::new), limit))
                .map(rows -> RowMapping.stream(rows)
                        .map(row -> new Key(row.getInteger("chain"), row.getLong("sequence")))
                        .toList());
    }

    /** Returns the candidates up to the one that would exceed the bound on reads. */
    private static List<Candidate> take(List<Candidate> candidates, int limitFromDatabase) {
        var taken = new ArrayList<Candidate>();
        int fromDatabase = 0;
        for (var candidate : candidates) {
            fromDatabase += candidate.inMemory().isEmpty() ? 1 : 0;
            if (fromDatabase > limitFromDatabase) {
                return taken;
            }
            taken.add(candidate);
        }
        return taken;
    }

    private static Future<JournalBatch> read(SqlClient client, Key key) {
        return client.preparedQuery(READ_BATCH)
                .execute(Tuple.of(key.chain(), key.sequence()))
                .map(JournalFeed::batch);
    }

    private static JournalBatch batch(RowSet<Row> rows) {
        var postings = new ArrayList<BookedPosting>();
        Postings.eachPosting(rows, (row, transfers) -> postings.add(Postings.posting(row, transfers)));
        var first = rows.iterator().next();
        return new JournalBatch(
                first.getInteger("chain"),
                first.getLong("sequence"),
                sha256(first, "previous_hash"),
                sha256(first, "hash"),
                postings);
    }

    private static Sha256 sha256(Row row, String column) {
        return Sha256.of(row.getBuffer(column).getBytes());
    }
}
