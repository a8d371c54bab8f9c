package dev.corridor.ledger.api.grpc;

import dev.corridor.ledger.journal.Journal;
import dev.corridor.ledger.v1.PostStreamRequest;
import dev.corridor.ledger.v1.PostStreamResponse;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * One call of PostStream. Bounds the postings in flight and writes the results in the order of the requests. HTTP/2
 * flow control holds back a caller that sends faster. Belongs to the event loop of its connection.
 */
final class PostingStream {
    private static final int IN_FLIGHT_MAX = 4_096;

    private final Journal journal;
    private final Function<Posting, Future<PostingResult>> post;
    private final ReadStream<PostStreamRequest> requests;
    private final WriteStream<PostStreamResponse> results;
    private final Promise<Void> ended = Promise.promise();
    private final Deque<Slot> inFlight = new ArrayDeque<>();
    private boolean paused;
    private boolean requestsEnded;
    private boolean callerLeft;

    /** Keeps a result in the order of the requests until it can be written. */
    private static final class Slot {
        private PostingResult result;
    }

    /** @param post never fails */
    PostingStream(
            Journal journal,
            Function<Posting, Future<PostingResult>> post,
            ReadStream<PostStreamRequest> requests,
            WriteStream<PostStreamResponse> results) {
        this.journal = journal;
        this.post = post;
        this.requests = requests;
        this.results = results;
    }

    /** Completes when the last result has been written, or the caller has left. */
    Future<Void> run(Future<?> left) {
        left.onComplete(done -> leave());
        results.drainHandler(drained -> writeResults());
        requests.endHandler(end -> {
            requestsEnded = true;
            writeResults();
        });
        requests.handler(this::accept);
        requests.resume();
        return ended.future();
    }

    private void accept(PostStreamRequest request) {
        var slot = new Slot();
        inFlight.add(slot);
        post.apply(request.getPosting()).onSuccess(result -> {
            slot.result = result;
            writeResults();
        });
        var room = journal.room();
        if ((inFlight.size() >= IN_FLIGHT_MAX || !room.isComplete()) && !paused) {
            paused = true;
            requests.pause();
            room.onComplete(done -> resumeRequests());
        }
    }

    /** Writes the results that are next in order. */
    private void writeResults() {
        while (!callerLeft && !results.writeQueueFull() && !inFlight.isEmpty() && inFlight.peek().result != null) {
            results.write(PostStreamResponse.newBuilder()
                    .setResult(inFlight.remove().result)
                    .build());
        }
        resumeRequests();
        if (requestsEnded && inFlight.isEmpty()) {
            ended.tryComplete();
        }
    }

    private void resumeRequests() {
        if (paused && inFlight.size() < IN_FLIGHT_MAX / 2) {
            paused = false;
            requests.resume();
        }
    }

    /** Accepted postings are decided all the same, without anyone to receive the results. */
    private void leave() {
        callerLeft = true;
        inFlight.clear();
        ended.tryComplete();
    }
}
