package dev.corridor.ledger.api.grpc;

import dev.corridor.ledger.domain.journal.FeedCursor;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.journal.JournalFeed;
import dev.corridor.ledger.v1.StreamTransfersResponse;
import dev.corridor.ledger.wire.TransferEvents;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.util.List;

/**
 * One call of StreamTransfers. Follows the journal at the caller's pace until the caller leaves or the service stops.
 */
final class JournalStream {
    private static final int BATCHES_PER_READ = 2;
    private static final int TRANSFERS_PER_MESSAGE = 250;
    private static final long POLL_INTERVAL_MS = 100;

    private final Vertx vertx;
    private final JournalFeed feed;
    private final WriteStream<StreamTransfersResponse> messages;
    private final Promise<Void> ended = Promise.promise();
    private FeedCursor cursor;

    JournalStream(Vertx vertx, JournalFeed feed, FeedCursor cursor, WriteStream<StreamTransfersResponse> messages) {
        this.vertx = vertx;
        this.feed = feed;
        this.cursor = cursor;
        this.messages = messages;
    }

    Future<Void> run(Future<?> callerLeft) {
        callerLeft.onComplete(left -> end());
        read();
        return ended.future();
    }

    void end() {
        ended.tryComplete();
    }

    private boolean hasEnded() {
        return ended.future().isComplete();
    }

    private void read() {
        if (!hasEnded()) {
            feed.after(cursor, BATCHES_PER_READ).onComplete(this::send, ended::tryFail);
        }
    }

    private void send(List<JournalBatch> batches) {
        if (hasEnded()) {
            return;
        }
        if (batches.isEmpty()) {
            vertx.setTimer(POLL_INTERVAL_MS, due -> read());
            return;
        }
        write(batches);
        if (messages.writeQueueFull()) {
            messages.drainHandler(drained -> read());
        } else {
            read();
        }
    }

    /**
     * Only the last message of the batches carries a new cursor: a caller that resumes earlier receives them all again.
     */
    private void write(List<JournalBatch> batches) {
        var transfers = batches.stream().flatMap(TransferEvents::of).toList();
        for (int from = 0; from < transfers.size(); from += TRANSFERS_PER_MESSAGE) {
            int to = Math.min(from + TRANSFERS_PER_MESSAGE, transfers.size());
            if (to == transfers.size()) {
                cursor = cursor.after(batches);
            }
            messages.write(StreamTransfersResponse.newBuilder()
                    .addAllTransfers(transfers.subList(from, to))
                    .setCursor(cursor.encode())
                    .build());
        }
    }
}
