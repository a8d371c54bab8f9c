package dev.corridor.kit.grpc;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.stream.WriteQueue;
import dev.corridor.kit.vertx.GrpcMessageSplitter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One gRPC call in flight. It has its correlation id, and is ended at most once and never after the caller has left. */
final class GrpcCall<Q, R> implements ResponseOutlet<R> {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcCall.class);

    private final GrpcServerRequest<Q, R> request;
    private final Promise<Void> gone = Promise.promise();
    private boolean over;
    /** The message was too large, and the call has failed for it. */
    private boolean refused;

    /** @param http the HTTP request of the call */
    GrpcCall(GrpcServerRequest<Q, R> request, HttpServerRequest http) {
        this.request = request;
        boolean hasEncoding = "gzip".equals(http.headers().get(CallHead.ENCODING));
        GrpcMessageSplitter.apply(http, request, hasEncoding, this::refuseCompressed);
        request.errorHandler(cancelled -> leave());
        request.exceptionHandler(broken -> leave());
        request.invalidMessageHandler(tooLarge -> refuse());
        String id = Correlation.accept(request.headers().get(Correlation.HEADER_NAME), Correlation::fresh);
        Correlation.begin(id);
        request.response().headers().set(Correlation.HEADER_NAME, id);
    }

    /** Nothing has to be sent before the first message. */
    @Override
    public void begin() {}

    /** Completes when the call is over: the caller has left, or it was ended. */
    @Override
    public Future<Void> gone() {
        return gone.future();
    }

    /**
     * Returns the message of a call that has one, once all its texts and enum values are known to be as the contract says.
     */
    Future<Q> checkedMessage(Future<Q> arriving) {
        return message(arriving).map(read -> {
            MessageCheck.require((Message) read);
            return read;
        });
    }

    /**
     * Returns the message of a call that has one. A caller that leaves before it has sent
     * its message is not waited for.
     */
    Future<Q> message(Future<Q> arriving) {
        Promise<Q> message = Promise.promise();
        arriving.onComplete(
                message::tryComplete,
                unreadable -> message.tryFail(Problem.of(
                        StandardError.INVALID_REQUEST, "The message cannot be read; is it of this method?")));
        gone.future()
                .onComplete(left -> message.tryFail(Problem.of(StandardError.INVALID_REQUEST, "The caller has left.")));
        return message.future();
    }

    private void leave() {
        over = true;
        gone.tryComplete();
    }

    void answer(R message) {
        if (!over) {
            over = true;
            request.response().end(message);
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public boolean isFull() {
        return request.response().writeQueueFull();
    }

    @Override
    public void onDrain(Runnable drained) {
        request.response().drainHandler(ready -> drained.run());
    }

    @Override
    public Future<Void> write(R message, WriteQueue queue) {
        int bytes = message instanceof MessageLite proto ? proto.getSerializedSize() : 0;
        return queue.add(bytes, request.response().write(message));
    }

    @Override
    public void end() {
        if (!over) {
            leave();
            request.response().end();
        }
    }

    /** Ends the call of a caller that reads nothing, and would not read the end of the responses either. */
    void cancel() {
        if (!over) {
            leave();
            request.response().cancel();
        }
    }

    @Override
    public void end(Problem reason) {
        if (!over && isFull()) {
            cancel();
        } else {
            fail(reason);
        }
    }

    /**
     * Fails a call whose message is too large. Vert.x would do so by itself, but then fail the call again for the
     * missing message.
     */
    private void refuse() {
        refuse(Problem.of(StandardError.PAYLOAD_TOO_LARGE, "The message is too large."));
    }

    /** Fails a call with a message whose flag says that it is compressed, and not how. Vert.x would never answer it. */
    private void refuseCompressed() {
        refuse(Problem.of(
                StandardError.INVALID_REQUEST,
                "A message has a flag of a compression that the header grpc-encoding does not name."));
    }

    private void refuse(Problem problem) {
        fail(problem);
        refused = true;
    }

    void fail(Throwable failure) {
        if (refused) {
            return;
        }
        Problem problem = ProblemResponse.problemOf(failure, 500);
        if (problem.isOurFault()) {
            LOG.atError()
                    .addKeyValue("code", problem.code().code())
                    .addKeyValue("method", request.fullMethodName())
                    .setCause(problem.getCause())
                    .log("call failed: {}", problem.detail());
        }
        if (over) {
            return;
        }
        leave();
        var response = request.response();
        response.trailers().set(ErrorDetails.KEY, ErrorDetails.of(problem, Correlation.current()));
        response.status(GrpcStatus.valueOf(problem.code().fault().grpcStatus()))
                .statusMessage(problem.detail())
                .end();
    }
}
