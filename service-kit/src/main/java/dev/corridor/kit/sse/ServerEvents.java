package dev.corridor.kit.sse;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;

/**
 * One response of server-sent events (WHATWG HTML, 9.2). The first event sends the head; until then the response can
 * still be a problem. Belongs to one event loop.
 */
public final class ServerEvents {
    private final HttpServerResponse response;
    private final Promise<Void> gone = Promise.promise();

    public ServerEvents(HttpServerResponse response) {
        this.response = response;
        response.closeHandler(closed -> gone.tryComplete());
        response.exceptionHandler(broken -> gone.tryComplete());
    }

    /** Completes when the client has left. */
    public Future<Void> gone() {
        return gone.future();
    }

    public boolean isFull() {
        return response.writeQueueFull();
    }

    /** @param drained called when the write queue has room again */
    public void onDrain(Runnable drained) {
        response.drainHandler(ready -> drained.run());
    }

    /**
     * @param event its type, a word
     * @param id one line; the client sends it as {@code Last-Event-ID} when it reconnects
     * @param data one line
     */
    public void send(String event, String id, String data) {
        write("event: " + event + "\nid: " + id + "\ndata: " + data + "\n\n");
    }

    /** Sends an event without an id; the client keeps its last id. */
    public void send(String event, String data) {
        write("event: " + event + "\ndata: " + data + "\n\n");
    }

    /** Sends a comment, which clients ignore. It shows that the connection is alive. */
    public void heartbeat() {
        write(": alive\n\n");
    }

    public void end() {
        if (!response.ended() && !response.closed()) {
            open();
            response.end();
        }
    }

    private void write(String text) {
        if (!response.ended() && !response.closed()) {
            open();
            response.write(text);
        }
    }

    private void open() {
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader("content-type", "text/event-stream")
                    .putHeader("cache-control", "no-store")
                    // nginx would buffer the response
                    .putHeader("x-accel-buffering", "no");
        }
    }
}
