package dev.corridor.ledger.api.grpc;

import dev.corridor.ledger.usecase.Ledger;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One call of PostStream. Postings are taken as long as not too many are under way, and answered in the order in which they
 * came; whoever sends faster than that is held back by HTTP/2's flow control. Belongs to the event loop of its connection.
 */
final class PostingStream {
    private static final int WINDOW = 4_096;

    private final Ledger ledger;
    private final PostingResults desk;
    private final ReadStream<Posting> requests;
    private final WriteStream<PostingResult> answers;
    private final Promise<Void> ended = Promise.promise();
    private final Deque<Slot> underWay = new ArrayDeque<>();
    private boolean paused;
    private boolean lastCame;
    private boolean gone;

    /** The place of a posting's answer. */
    private static final class Slot {
        private PostingResult result;
    }

    PostingStream(
            Ledger ledger, PostingResults desk, ReadStream<Posting> requests, WriteStream<PostingResult> answers) {
        this.ledger = ledger;
        this.desk = desk;
        this.requests = requests;
        this.answers = answers;
    }

    /** Completes when the last posting has been answered, or the caller is gone. */
    Future<Void> run(Future<?> callerGone) {
        callerGone.onComplete(left -> leave());
        answers.drainHandler(drained -> answer());
        requests.endHandler(end -> {
            lastCame = true;
            answer();
        });
        requests.handler(this::take);
        requests.resume();
        return ended.future();
    }

    private void take(Posting message) {
        var slot = new Slot();
        underWay.add(slot);
        desk.decide(message).onSuccess(result -> {
            slot.result = result;
            answer();
        });
        var room = ledger.room();
        if ((underWay.size() >= WINDOW || !room.isComplete()) && !paused) {
            paused = true;
            requests.pause();
            room.onComplete(thereIs -> takeMore());
        }
    }

    /** Writes the answers that are next in order and there. */
    private void answer() {
        while (!gone && !answers.writeQueueFull() && !underWay.isEmpty() && underWay.peek().result != null) {
            answers.write(underWay.remove().result);
        }
        takeMore();
        if (lastCame && underWay.isEmpty()) {
            ended.tryComplete();
        }
    }

    private void takeMore() {
        if (paused && underWay.size() < WINDOW / 2) {
            paused = false;
            requests.resume();
        }
    }

    /** What was taken is decided all the same; nobody is left to be told. */
    private void leave() {
        gone = true;
        underWay.clear();
        ended.tryComplete();
    }
}
