package dev.corridor.ledger.journal;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Deadline;
import dev.corridor.kit.vertx.CallerContext;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.PostingRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * Books postings. Belongs to one event loop: it sends all postings of a turn to the process's {@link BatchingEngine} at
 * once, and receives the outcomes of a batch at once, so that a thousand callers cost two changes of the thread.
 */
public final class Journal {
    private final Vertx vertx;
    private final BatchingEngine engine;
    private final Context loop;
    private List<QueuedPosting> turn = new ArrayList<>();

    /** Called on the event loop that the journal belongs to. */
    Journal(Vertx vertx, BatchingEngine engine) {
        this.vertx = vertx;
        this.engine = engine;
        this.loop = vertx.getOrCreateContext();
    }

    /**
     * Books the posting or refuses it.
     *
     * @return fails with unavailable when the posting was rejected or its outcome is not known, and with
     *     deadline_exceeded when the caller's deadline passed in the queue; a repeat under the same id is safe
     */
    public Future<Outcome> post(PostingRequest request) {
        if (!engine.reserve(request.posting().transfers().size())) {
            return Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "Too many postings are waiting."));
        }
        Promise<Outcome> outcome = CallerContext.promise(vertx);
        turn.add(new QueuedPosting(request, BatchReferences.of(request), Deadline.current(), this, outcome));
        if (turn.size() == 1) {
            loop.runOnContext(next -> submit());
        }
        return outcome.future();
    }

    private void submit() {
        var postings = turn;
        turn = new ArrayList<>();
        engine.submit(postings);
    }

    /** Completes the postings of a batch. Called on the engine's event loop. */
    void deliver(List<QueuedPosting.Answer> answers) {
        loop.runOnContext(next -> answers.forEach(QueuedPosting.Answer::complete));
    }

    /** Completes when the process's queue is less than half full, for callers who send many postings and can wait. */
    public Future<Void> room() {
        if (engine.hasRoom()) {
            return Future.succeededFuture();
        }
        Promise<Void> room = CallerContext.promise(vertx);
        engine.awaitRoom(room);
        return room.future();
    }

    /** Tells the engine that there will be no more postings from here. */
    public void close() {
        engine.close(this);
    }
}
