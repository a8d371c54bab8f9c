package dev.corridor.ledger.events;

import dev.corridor.kit.outbox.EventSource;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.ledger.domain.journal.FeedCursor;
import dev.corridor.ledger.journal.JournalFeed;
import dev.corridor.ledger.journal.RecentBatches;
import dev.corridor.ledger.v1.TransferEvent;
import dev.corridor.ledger.wire.TransferEvents;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;

/**
 * Event source that publishes the journal. The journal holds all transfers in order, so there is no outbox table; only
 * the cursor of the last published batches is stored.
 */
public final class JournalEvents implements EventSource {
    /** High, because batches of single postings are many and small. */
    private static final int BATCHES_MAX = 64;

    private static final int BATCHES_FROM_DATABASE_MAX = 4;

    private final RecentBatches recent;

    public JournalEvents(RecentBatches recent) {
        this.recent = recent;
    }

    @Override
    public Future<Waiting> next(SqlConnection connection) {
        return connection
                .preparedQuery("select sequences from journal_published where id = 1")
                .execute()
                .map(rows -> new FeedCursor(Arrays.asList(rows.iterator().next().getArrayOfLongs("sequences"))))
                .compose(cursor -> JournalFeed.after(connection, recent, cursor, BATCHES_MAX, BATCHES_FROM_DATABASE_MAX)
                        .map(following -> waiting(cursor, following)));
    }

    @Override
    public Future<Long> countWaiting(SqlConnection connection) {
        return connection
                .preparedQuery(
                        """
                        select sum(sequence - sequences[chain + 1])::bigint as batches
                        from journal_chain
                        cross join journal_published
                        """)
                .execute()
                .map(rows -> rows.iterator().next().getLong("batches"));
    }

    private static Waiting waiting(FeedCursor cursor, JournalFeed.Batches following) {
        var batches = following.items();
        if (batches.isEmpty()) {
            return Waiting.nothing();
        }
        var events = batches.stream()
                .flatMap(TransferEvents::of)
                .map(JournalEvents::stored)
                .toList();
        var reached = cursor.after(batches);
        return new Waiting(events, following.more(), connection -> storeCursor(connection, reached));
    }

    private static Future<?> storeCursor(SqlConnection connection, FeedCursor reached) {
        return connection
                .preparedQuery("update journal_published set sequences = $1 where id = 1")
                .execute(Tuple.of((Object) reached.sequences().toArray(Long[]::new)));
    }

    private static StoredEvent stored(TransferEvent event) {
        var bookedAt = event.getBookedAt();
        return new StoredEvent(
                event.getTransferId(),
                event.getDebitAccountId(),
                TransferEvents.type(event),
                event.toByteArray(),
                event.getCorrelationId(),
                ProtoTime.fromProto(bookedAt));
    }
}
