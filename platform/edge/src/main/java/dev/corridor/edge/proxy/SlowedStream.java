package dev.corridor.edge.proxy;

import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.proxy.FrameLimits.Violation;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;

/**
 * The bytes that a caller sends on a WebSocket, slowed down to the messages that the plan allows within a minute: what is over the
 * limit waits for the next minute, in the caller's own buffers. Bytes that exceed a limit of frames are not passed on.
 */
final class SlowedStream implements ReadStream<Buffer> {
    private static final long WINDOW_MS = 60_000;

    private final Vertx vertx;
    private final ReadStream<Buffer> source;
    private final int messagesPerWindow;
    private final Consumer<Violation> refuse;
    private final FrameLimits frames = new FrameLimits(System.nanoTime());
    private int messages;
    private long windowEndsNanos;
    private boolean isHeld;
    private boolean isPaused;

    /** @param refuse ends the stream because of what the caller has sent */
    SlowedStream(Vertx vertx, ReadStream<Buffer> source, int messagesPerWindow, Consumer<Violation> refuse) {
        this.refuse = refuse;
        this.vertx = vertx;
        this.source = source;
        this.messagesPerWindow = messagesPerWindow;
        this.windowEndsNanos = System.nanoTime() + WINDOW_MS * 1_000_000;
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        source.handler(handler == null ? null : bytes -> pass(bytes, handler));
        return this;
    }

    private void pass(Buffer bytes, Handler<Buffer> handler) {
        long now = System.nanoTime();
        int begun = frames.check(bytes, now);
        if (frames.violation().isPresent()) {
            refuse.accept(frames.violation().get());
            return;
        }
        if (messagesPerWindow != ThrottlingPolicy.UNLIMITED) {
            take(begun, now);
        }
        handler.handle(bytes);
    }

    private void take(int taken, long now) {
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
