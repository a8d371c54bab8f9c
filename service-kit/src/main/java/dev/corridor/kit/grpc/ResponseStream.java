package dev.corridor.kit.grpc;

import com.google.protobuf.MessageLite;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.stream.OpenStream;
import dev.corridor.kit.stream.StreamConnection;
import dev.corridor.kit.stream.WriteQueue;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.server.GrpcServerResponse;

/** Responses of a gRPC stream. Belongs to one event loop. */
public final class ResponseStream<R> implements WriteStream<R>, StreamConnection {
    private final GrpcCall<?, R> call;
    private final GrpcServerResponse<?, R> response;
    private OpenStream stream;
    private final WriteQueue queue;
    private Runnable streamDrained = () -> {};
    private Handler<Void> handlerDrained = ready -> {};

    ResponseStream(GrpcCall<?, R> call, GrpcServerResponse<?, R> response) {
        this.call = call;
        this.response = response;
        this.queue = new WriteQueue(() -> call.isOver() || response.writeQueueFull());
        queue.onDrain(this::drained);
        response.drainHandler(ready -> queue.checkDrained());
    }

    void opened(OpenStream open) {
        stream = open;
    }

    /** Returns the stream, for what it holds. */
    public OpenStream stream() {
        return stream;
    }

    @Override
    public Future<Void> write(R message) {
        if (call.isOver()) {
            return Future.failedFuture("the call is over");
        }
        int bytes = message instanceof MessageLite proto ? proto.getSerializedSize() : 0;
        return queue.add(bytes, response.write(message));
    }

    @Override
    public boolean writeQueueFull() {
        return queue.isFull();
    }

    private void drained() {
        streamDrained.run();
        handlerDrained.handle(null);
    }

    @Override
    public boolean isFull() {
        return writeQueueFull();
    }

    @Override
    public void limitQueue(int bytes) {
        queue.limit(bytes);
    }

    @Override
    public void onDrain(Runnable drained) {
        streamDrained = drained;
    }

    @Override
    public void end(Problem reason) {
        call.end(reason);
    }

    @Override
    public Future<Void> end() {
        call.end();
        return Future.succeededFuture();
    }

    @Override
    public WriteStream<R> drainHandler(Handler<Void> handler) {
        handlerDrained = handler == null ? ready -> {} : handler;
        return this;
    }

    @Override
    public WriteStream<R> setWriteQueueMaxSize(int bytes) {
        queue.limit(bytes);
        return this;
    }

    @Override
    public WriteStream<R> exceptionHandler(Handler<Throwable> handler) {
        response.exceptionHandler(handler);
        return this;
    }
}
