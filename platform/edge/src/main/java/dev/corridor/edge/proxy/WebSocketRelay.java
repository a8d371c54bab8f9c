package dev.corridor.edge.proxy;

import dev.corridor.edge.proxy.FrameLimits.Violation;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;

/**
 * Relay of a WebSocket's bytes in both directions, with back-pressure. The edge can end it: the caller then receives a close frame after
 * the frame that it is receiving, never within one.
 */
final class WebSocketRelay {
    private static final int CLOSE_FRAME = 0x88;
    /** For the caller to read the close frame: a connection that is closed with unread data is reset. */
    private static final long LINGER_MS = 1_000;

    private final Vertx vertx;
    private final NetSocket caller;
    private final NetSocket backend;
    private final FrameReader toCaller = new FrameReader();
    private Violation end;
    private boolean isClosed;

    WebSocketRelay(Vertx vertx, NetSocket caller, NetSocket backend) {
        this.vertx = vertx;
        this.caller = caller;
        this.backend = backend;
    }

    /** Starts to relay. @param ended runs when the caller's connection has ended */
    void start(int messagesPerMinute, Runnable ended) {
        caller.closeHandler(closed -> {
            isClosed = true;
            ended.run();
            backend.end();
        });
        caller.exceptionHandler(broken -> {});
        backend.exceptionHandler(broken -> caller.end());
        backend.endHandler(over -> {
            if (end == null) {
                caller.end();
            }
        });
        backend.handler(this::forward);
        new SlowedStream(vertx, caller, messagesPerMinute, this::end).pipeTo(backend);
        backend.resume();
    }

    private void forward(Buffer bytes) {
        if (end == null) {
            toCaller.read(bytes, head -> {});
            write(bytes);
            return;
        }
        // The rest of the frame that the caller is receiving.
        int rest = toCaller.readToEnd(bytes);
        if (rest > 0) {
            write(bytes.slice(0, rest));
        }
        if (toCaller.isBetweenFrames()) {
            sendClose();
        }
    }

    private void write(Buffer bytes) {
        caller.write(bytes);
        if (caller.writeQueueFull()) {
            backend.pause();
            caller.drainHandler(drained -> backend.resume());
        }
    }

    /** Ends the stream by a close frame. */
    void end(Violation reason) {
        if (end != null || isClosed) {
            return;
        }
        end = reason;
        vertx.setTimer(LINGER_MS, late -> caller.close());
        // What the caller still sends is read and dropped.
        caller.handler(bytes -> {}).resume();
        if (toCaller.isBetweenFrames()) {
            sendClose();
        } else {
            backend.resume();
        }
    }

    private void sendClose() {
        backend.handler(bytes -> {}).close();
        byte[] reason = end.reason().getBytes(StandardCharsets.UTF_8);
        caller.write(Buffer.buffer()
                .appendUnsignedByte((short) CLOSE_FRAME)
                .appendUnsignedByte((short) (Short.BYTES + reason.length))
                .appendUnsignedShort(end.code())
                .appendBytes(reason));
    }
}
