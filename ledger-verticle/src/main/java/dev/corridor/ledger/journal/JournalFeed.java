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
 * The journal read from any position on, in an order that keeps each account's. A batch's number is given out while its
 * accounts are locked: whoever sees a batch also sees every earlier batch of the same accounts, with a lower number.
 */
public final class JournalFeed {
    /** How many chains a position spans. */
    public static final int CHAINS = HashChains.COUNT;

    private static final Integer[] ALL_CHAINS =
            IntStream.range(0, HashChains.COUNT).boxed().toArray(Integer[]::new);

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
    static final String CONTENT = "select " + RowMapping.TRANSFER_COLUMNS
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

    /** The batches that follow the position, at most that many; empty when there are none yet. */
    public Future<List<JournalBatch>> after(FeedCursor position, int batches) {
        return after(database.pool(), recent, position, batches, batches).map(Following::batches);
    }

    /** The same, at most so many of them not in memory: a large one takes a while to read. */
    public static Future<Following> after(
            SqlClient client, RecentBatches recent, FeedCursor position, int batches, int batchesRead) {
        return client.preparedQuery(FOLLOWING)
                .execute(Tuple.of(ALL_CHAINS, position.sequences().toArray(Long[]::new), batches))
                .compose(rows -> {
                    var heads = RowMapping.stream(rows)
                            .map(row -> Head.of(row, recent))
                            .toList();
                    var near = upToUnknown(heads, batchesRead);
                    boolean more = near.size() < heads.size() || heads.size() == batches;
                    return Future.all(near.stream()
                                    .map(head -> batch(client, head))
                                    .toList())
                            .map(read -> new Following(read.list(), more));
                });
    }

    /** @param more whether others may come after them */
    public record Following(List<JournalBatch> batches, boolean more) {}

    private record Head(int chain, long sequence, Optional<JournalBatch> known) {
        static Head of(Row row, RecentBatches recent) {
            int chain = row.getInteger(0);
            long sequence = row.getLong(1);
            return new Head(chain, sequence, recent.find(chain, sequence));
        }
    }

    private static List<Head> upToUnknown(List<Head> heads, int most) {
        var near = new ArrayList<Head>();
        int unknown = 0;
        for (var head : heads) {
            unknown += head.known().isEmpty() ? 1 : 0;
            if (unknown > most) {
                return near;
            }
            near.add(head);
        }
        return near;
    }

    private static Future<JournalBatch> batch(SqlClient client, Head head) {
        return head.known().map(Future::succeededFuture).orElseGet(() -> client.preparedQuery(CONTENT)
                .execute(Tuple.of(head.chain(), head.sequence()))
                .map(JournalFeed::batch));
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

    private static Sha256 fingerprint(Row row, String column) {
        return Sha256.of(row.getBuffer(column).getBytes());
    }
}
