package dev.corridor.edge.proxy;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * The bytes that a caller sends on a WebSocket, slowed down to the messages that the plan allows within a minute: what is over the
 * limit waits for the next minute, in the caller's own buffers.
 */
final class SlowedStream implements ReadStream<Buffer> {
    private static final long WINDOW_MS = 60_000;

    private final Vertx vertx;
    private final ReadStream<Buffer> source;
    private final int messagesPerWindow;
    private final FrameCounter frames = new FrameCounter();
    private int messages;
    private long windowEndsNanos;
    private boolean isHeld;
    private boolean isPaused;

    SlowedStream(Vertx vertx, ReadStream<Buffer> source, int messagesPerWindow) {
        this.vertx = vertx;
        this.source = source;
        this.messagesPerWindow = messagesPerWindow;
        this.windowEndsNanos = System.nanoTime() + WINDOW_MS * 1_000_000;
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        source.handler(
                handler == null
                        ? null
                        : bytes -> {
                            take(frames.count(bytes));
                            handler.handle(bytes);
                        });
        return this;
    }

    private void take(int taken) {
        long now = System.nanoTime();
        if (now - windowEndsNanos >= 0) {
            windowEndsNanos = now + WINDOW_MS * 1_000_000;
            messages = 0;
        }
        messages += taken;
        if (messages >= messagesPerWindow && !isHeld) {
            isHeld = true;
            source.pause();
            vertx.setTimer(1 + Math.max(0, (windowEndsNanos - now) / 1_000_000), elapsed -> release());
        }
    }

    private void release() {
        isHeld = false;
        if (!isPaused) {
            source.resume();
        }
    }

    @Override
    public ReadStream<Buffer> pause() {
        isPaused = true;
        source.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        isPaused = false;
        if (!isHeld) {
            source.resume();
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return resume();
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        source.exceptionHandler(handler);
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
        source.endHandler(handler);
        return this;
    }
}
