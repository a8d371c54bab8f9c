package dev.corridor.ledger.store;

import dev.corridor.kit.store.Database;
import dev.corridor.ledger.domain.BookedPosting;
import dev.corridor.ledger.domain.FeedPosition;
import dev.corridor.ledger.domain.Fingerprint;
import dev.corridor.ledger.domain.JournalBatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The journal read from any position on, in an order that keeps each account's. A batch's number is given out while its
 * accounts are locked: whoever sees a batch also sees every earlier batch of the same accounts, with a lower number.
 */
public final class JournalFeed {
    /** How many chains a position spans. */
    public static final int CHAINS = Chains.COUNT;

    private static final Integer[] ALL_CHAINS =
            IntStream.range(0, Chains.COUNT).boxed().toArray(Integer[]::new);

    /** The batches that follow, by number. */
    private static final String FOLLOWING =
            """
            select following.chain, following.sequence
            from unnest($1::int[], $2::bigint[]) as seen (chain, sequence)
            cross join lateral (
              select chain, sequence, number from journal_batch
              where journal_batch.chain = seen.chain and journal_batch.sequence > seen.sequence
              order by journal_batch.sequence
              limit $3
            ) as following
            order by following.number
            limit $3
            """;

    /**
     * One batch; its postings and transfers by primary key, in order. A row a transfer. Without the offsets PostgreSQL, once it has
     * counted how long a batch is, prefers to read both tables from end to end.
     */
    static final String CONTENT = "select " + Rows.TRANSFER_COLUMNS
            + """
            , batch.chain, batch.sequence, batch.previous_hash, batch.hash, posting.id as posting_id, posting.fingerprint,
              posting.reference, posting.metadata, posting.correlation_id, posting.booked_at, posting.effective_at
            from journal_batch as batch
            cross join lateral unnest(batch.posting_ids) with ordinality as item (posting_id, place)
            cross join lateral (select * from posting where id = item.posting_id offset 0) as posting
            cross join lateral unnest(posting.transfer_ids) with ordinality as part (transfer_id, position)
            cross join lateral (select * from transfer where id = part.transfer_id offset 0) as transfer
            where batch.chain = $1 and batch.sequence = $2
            order by item.place, part.position
            """;

    private final Database database;
    private final RecentBatches recent;

    public JournalFeed(Database database, RecentBatches recent) {
        this.database = database;
        this.recent = recent;
    }

    public Future<List<JournalBatch>> after(FeedPosition position, int batches) {
        return after(database.pool(), recent, position, batches);
    }

    /** The batches that follow the position, at most that many; empty when there are none yet. */
    public static Future<List<JournalBatch>> after(
            SqlClient client, RecentBatches recent, FeedPosition position, int batches) {
        return client.preparedQuery(FOLLOWING)
                .execute(Tuple.of(ALL_CHAINS, position.sequences().toArray(Long[]::new), batches))
                .compose(rows -> Future.all(Rows.stream(rows)
                        .map(row -> batch(client, recent, row.getInteger(0), row.getLong(1)))
                        .toList()))
                .map(read -> read.<JournalBatch>list());
    }

    private static Future<JournalBatch> batch(SqlClient client, RecentBatches recent, int chain, long sequence) {
        var known = recent.find(chain, sequence);
        if (known.isPresent()) {
            return Future.succeededFuture(known.get());
        }
        return client.preparedQuery(CONTENT).execute(Tuple.of(chain, sequence)).map(JournalFeed::batch);
    }

    private static JournalBatch batch(RowSet<Row> rows) {
        var postings = new ArrayList<BookedPosting>();
        Postings.eachPosting(rows, (row, transfers) -> postings.add(Postings.posting(row, transfers)));
        var first = rows.iterator().next();
        return new JournalBatch(
                first.getInteger("chain"),
                first.getLong("sequence"),
                fingerprint(first, "previous_hash"),
                fingerprint(first, "hash"),
                postings);
    }

    private static Fingerprint fingerprint(Row row, String column) {
        return Fingerprint.of(row.getBuffer(column).getBytes());
    }
}
