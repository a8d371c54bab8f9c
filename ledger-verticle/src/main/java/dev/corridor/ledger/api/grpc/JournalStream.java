package dev.corridor.ledger.api.grpc;

import dev.corridor.ledger.domain.journal.FeedCursor;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.journal.JournalFeed;
import dev.corridor.ledger.v1.TransferBatch;
import dev.corridor.ledger.wire.TransferEvents;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.util.List;

/**
 * One call of StreamTransfers: follows the journal from a position on, as fast as the caller reads, until the caller goes or
 * the service stops.
 */
final class JournalStream {
    private static final int BATCHES = 2;
    private static final int TRANSFERS_A_MESSAGE = 250;
    private static final long PAUSE_MS = 100;

    private final Vertx vertx;
    private final JournalFeed feed;
    private final WriteStream<TransferBatch> answers;
    private final Promise<Void> ended = Promise.promise();
    private FeedCursor position;

    JournalStream(Vertx vertx, JournalFeed feed, FeedCursor position, WriteStream<TransferBatch> answers) {
        this.vertx = vertx;
        this.feed = feed;
        this.position = position;
        this.answers = answers;
    }

    Future<Void> run(Future<?> gone) {
        gone.onComplete(left -> end());
        read();
        return ended.future();
    }

    void end() {
        ended.tryComplete();
    }

    private boolean isOver() {
        return ended.future().isComplete();
    }

    private void read() {
        if (!isOver()) {
            feed.after(position, BATCHES).onComplete(this::pass, ended::tryFail);
        }
    }

    private void pass(List<JournalBatch> batches) {
        if (isOver()) {
            return;
        }
        if (batches.isEmpty()) {
            vertx.setTimer(PAUSE_MS, due -> read());
            return;
        }
        write(batches);
        if (answers.writeQueueFull()) {
            answers.drainHandler(drained -> read());
        } else {
            read();
        }
    }

    /** Only the last message of the batches moves the cursor: whoever resumes before it gets them again, whole. */
    private void write(List<JournalBatch> batches) {
        var transfers = batches.stream().flatMap(TransferEvents::of).toList();
        for (int from = 0; from < transfers.size(); from += TRANSFERS_A_MESSAGE) {
            int to = Math.min(from + TRANSFERS_A_MESSAGE, transfers.size());
            if (to == transfers.size()) {
                position = position.after(batches);
            }
            answers.write(TransferBatch.newBuilder()
                    .addAllTransfers(transfers.subList(from, to))
                    .setCursor(position.cursor())
                    .build());
        }
    }
}
