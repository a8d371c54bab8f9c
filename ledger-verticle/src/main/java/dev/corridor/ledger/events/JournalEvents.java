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
 * The journal as a source of events: it says what happened, in order and for good, so a second table to write and to empty
 * would only cost. What is kept is how far it has been told.
 */
public final class JournalEvents implements EventSource {
    /** Those of single postings are many: told a few at a time, they would keep the relay and Kafka busy without a pause. */
    private static final int BATCHES = 64;

    private static final int BATCHES_READ = 4;

    private final RecentBatches recent;

    public JournalEvents(RecentBatches recent) {
        this.recent = recent;
    }

    @Override
    public Future<Waiting> next(SqlConnection connection) {
        return connection
                .preparedQuery("select sequences from journal_told where id = 1")
                .execute()
                .map(rows -> new FeedCursor(Arrays.asList(rows.iterator().next().getArrayOfLongs("sequences"))))
                .compose(position -> JournalFeed.after(connection, recent, position, BATCHES, BATCHES_READ)
                        .map(following -> waiting(position, following)));
    }

    private static Waiting waiting(FeedCursor position, JournalFeed.Following following) {
        var batches = following.batches();
        if (batches.isEmpty()) {
            return Waiting.nothing();
        }
        var events = batches.stream()
                .flatMap(TransferEvents::of)
                .map(JournalEvents::stored)
                .toList();
        var reached = position.after(batches);
        return new Waiting(events, following.more(), connection -> markTold(connection, reached));
    }

    private static Future<?> markTold(SqlConnection connection, FeedCursor reached) {
        return connection
                .preparedQuery("update journal_told set sequences = $1 where id = 1")
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
