package dev.corridor.benchmarks.ledger;

import dev.corridor.benchmarks.testbed.GrpcCaller;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.PostStreamRequest;
import dev.corridor.ledger.v1.PostStreamResponse;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.grpc.client.GrpcClientRequest;
import java.util.ArrayDeque;
import java.util.Deque;

/** Caller of one PostStream call. Results arrive in the order of the postings. An instance belongs to one event loop. */
final class PostingStreamCaller {
    private final GrpcCaller caller;
    private final Deque<Promise<PostingResult>> pending = new ArrayDeque<>();
    private Future<GrpcClientRequest<PostStreamRequest, PostStreamResponse>> opened;

    PostingStreamCaller(GrpcCaller caller) {
        this.caller = caller;
    }

    /** Opens the call with the first posting, so that the call belongs to the event loop of its caller. */
    private void open() {
        opened = caller.open(LedgerServiceGrpcClient.PostStream);
        opened.compose(request -> request.response())
                .onComplete(
                        response -> response.handler(answer -> pending.remove().complete(answer.getResult()))
                                .exceptionHandler(this::fail)
                                .endHandler(end -> fail(new IllegalStateException("the stream has ended"))),
                        this::fail);
    }

    Future<PostingResult> post(Posting posting) {
        Promise<PostingResult> result = Promise.promise();
        var message = PostStreamRequest.newBuilder().setPosting(posting).build();
        pending.add(result);
        if (opened == null) {
            open();
        }
        if (opened.succeeded()) {
            opened.result().write(message);
        } else {
            opened.onSuccess(request -> request.write(message));
        }
        return result.future();
    }

    private void fail(Throwable failure) {
        while (!pending.isEmpty()) {
            pending.remove().fail(failure);
        }
    }
}
