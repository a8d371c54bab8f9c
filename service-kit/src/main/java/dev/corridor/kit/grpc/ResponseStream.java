package dev.corridor.kit.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.stream.OpenStream;
import dev.corridor.kit.stream.StreamConnection;
import dev.corridor.kit.stream.WriteQueue;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.WriteStream;

/** Responses of a stream to one caller. Belongs to one event loop. */
public final class ResponseStream<R> implements WriteStream<R>, StreamConnection {
    private final ResponseOutlet<R> outlet;
    private OpenStream stream;
    private final WriteQueue queue;
    private Runnable streamDrained = () -> {};
    private Handler<Void> handlerDrained = ready -> {};

    ResponseStream(ResponseOutlet<R> outlet) {
        this.outlet = outlet;
        this.queue = new WriteQueue(() -> outlet.isOver() || outlet.isFull());
        queue.onDrain(this::drained);
        outlet.onDrain(queue::checkDrained);
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
        return outlet.isOver() ? Future.failedFuture("the call is over") : outlet.write(message, queue);
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
        outlet.end(reason);
    }

    @Override
    public Future<Void> end() {
        outlet.end();
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

    /** Has no effect: a stream that fails is over, which its handler is told. */
    @Override
    public WriteStream<R> exceptionHandler(Handler<Throwable> handler) {
        return this;
    }
}
