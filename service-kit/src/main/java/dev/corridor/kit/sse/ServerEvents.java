package dev.corridor.kit.sse;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;

/**
 * One answer that goes on: server-sent events (WHATWG HTML, 9.2), which any HTTP client can read line by line. The first event
 * opens it; a problem can be answered as usual until then. Belongs to one event loop.
 */
public final class ServerEvents {
    private final HttpServerResponse response;
    private final Promise<Void> gone = Promise.promise();

    public ServerEvents(HttpServerResponse response) {
        this.response = response;
        response.closeHandler(closed -> gone.tryComplete());
        response.exceptionHandler(broken -> gone.tryComplete());
    }

    /** Completes when nobody listens any more. */
    public Future<Void> gone() {
        return gone.future();
    }

    public boolean isFull() {
        return response.writeQueueFull();
    }

    /** @param drained called when there is room again */
    public void onDrain(Runnable drained) {
        response.drainHandler(ready -> drained.run());
    }

    /**
     * @param event its type, a word
     * @param id what the client sends as {@code Last-Event-ID} when it comes back; one line
     * @param data one line
     */
    public void send(String event, String id, String data) {
        write("event: " + event + "\nid: " + id + "\ndata: " + data + "\n\n");
    }

    /** An event without an id leaves the client's as it is. */
    public void send(String event, String data) {
        write("event: " + event + "\ndata: " + data + "\n\n");
    }

    /** A line that clients pass over: shows that the connection is alive. */
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
                    // nginx and its like hold answers back until they are whole, unless told not to
                    .putHeader("x-accel-buffering", "no");
        }
    }
}
