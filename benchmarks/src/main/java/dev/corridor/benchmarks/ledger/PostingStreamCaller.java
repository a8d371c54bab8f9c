package dev.corridor.benchmarks.ledger;

import dev.corridor.benchmarks.scene.GrpcCaller;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.grpc.client.GrpcClientRequest;
import java.util.ArrayDeque;
import java.util.Deque;

/** One call of PostStream; its answers come in the order of its postings. Belongs to one event loop. */
final class PostingStreamCaller {
    private final GrpcCaller caller;
    private final Deque<Promise<PostingResult>> unanswered = new ArrayDeque<>();
    private Future<GrpcClientRequest<Posting, PostingResult>> opened;

    PostingStreamCaller(GrpcCaller caller) {
        this.caller = caller;
    }

    /** With the first posting, which comes on the event loop: the call then belongs to it. */
    private void open() {
        opened = caller.open(LedgerServiceGrpcClient.PostStream);
        opened.compose(request -> request.response())
                .onComplete(
                        response -> response.handler(
                                        result -> unanswered.remove().complete(result))
                                .exceptionHandler(this::fail)
                                .endHandler(end -> fail(new IllegalStateException("the stream has ended"))),
                        this::fail);
    }

    Future<PostingResult> post(Posting posting) {
        Promise<PostingResult> answer = Promise.promise();
        unanswered.add(answer);
        if (opened == null) {
            open();
        }
        if (opened.succeeded()) {
            opened.result().write(posting);
        } else {
            opened.onSuccess(request -> request.write(posting));
        }
        return answer.future();
    }

    private void fail(Throwable failure) {
        while (!unanswered.isEmpty()) {
            unanswered.remove().fail(failure);
        }
    }
}
