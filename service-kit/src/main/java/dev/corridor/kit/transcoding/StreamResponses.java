package dev.corridor.kit.transcoding;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ResponseOutlet;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.stream.WriteQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP response that carries the messages of a stream. Belongs to one event loop. */
final class StreamResponses implements ResponseOutlet<Message> {
    private static final Logger LOG = LoggerFactory.getLogger(StreamResponses.class);
    private static final long HEARTBEAT_MS = 15_000;
    /** HTTP/2's error code for a cancelled stream (RFC 9113, section 7). */
    private static final long CANCEL = 8;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final HttpBinding binding;
    private final StreamFormat format;
    private final FieldDescriptor cursor;
    private final Promise<Void> gone = Promise.promise();
    private Runnable drained = () -> {};
    private boolean over;
    private boolean begun;
    private long heartbeat;

    StreamResponses(Vertx vertx, HttpServerRequest request, HttpBinding binding, StreamFormat format) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.binding = binding;
        this.format = format;
        this.cursor = binding.rpc().descriptor().getOutputType().findFieldByName("cursor");
        response.closeHandler(closed -> leave());
        response.exceptionHandler(broken -> leave());
        response.drainHandler(ready -> drained.run());
    }

    /** Whether the head has been sent, so that a failure can only be told as the last message. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void begin() {
        if (over || begun) {
            return;
        }
        begun = true;
        response.putHeader("content-type", format.mediaType())
                .putHeader("cache-control", "no-store")
                // nginx would buffer the response
                .putHeader("x-accel-buffering", "no");
        if (request.method() == HttpMethod.HEAD) {
            leave();
            response.end();
            return;
        }
        response.setChunked(true).writeHead();
        heartbeat = vertx.setPeriodic(HEARTBEAT_MS, alive -> {
            if (!isFull()) {
                response.write(format.heartbeat());
            }
        });
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public Future<Void> gone() {
        return gone.future();
    }

    @Override
    public boolean isFull() {
        return over || response.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable listener) {
        drained = listener;
    }

    @Override
    public Future<Void> write(Message message, WriteQueue queue) {
        begin();
        if (over) {
            return Future.failedFuture("the call is over");
        }
        String json = ResponseWriter.write(message, binding.responseBody());
        String at = cursor == null ? "" : String.valueOf(message.getField(cursor));
        var bytes = Buffer.buffer(format.message(json, at));
        return queue.add(bytes.length(), response.write(bytes));
    }

    @Override
    public void end() {
        begin();
        if (!over) {
            leave();
            response.end();
        }
    }

    /** A caller that reads nothing would not read the reason either. */
    @Override
    public void end(Problem reason) {
        if (over) {
            return;
        }
        boolean isUnread = isFull();
        begin();
        leave();
        if (isUnread) {
            response.reset(CANCEL);
        } else {
            response.end(format.problem(reason));
        }
    }

    /** Ends a stream that has begun for a failure of any kind. */
    void fail(Throwable failure) {
        Problem problem = ProblemResponse.problemOf(failure, 500);
        if (problem.isOurFault()) {
            LOG.atError()
                    .addKeyValue("code", problem.code().code())
                    .addKeyValue("method", binding.rpc().descriptor().getFullName())
                    .setCause(problem.getCause())
                    .log("stream failed: {}", problem.detail());
        }
        end(problem);
    }

    /** Notes that nothing is sent any more. */
    void leave() {
        if (!over) {
            over = true;
            vertx.cancelTimer(heartbeat);
            gone.tryComplete();
        }
    }
}
