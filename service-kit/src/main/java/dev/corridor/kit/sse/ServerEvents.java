package dev.corridor.kit.sse;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.stream.OpenStream;
import dev.corridor.kit.stream.OpenStreams;
import dev.corridor.kit.stream.StreamConnection;
import dev.corridor.kit.stream.WriteQueue;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * One response of server-sent events (WHATWG HTML, 9.2). The first event sends the head; until then the response can
 * still be a problem. When the token of the request expires, the last event is {@code problem}; a client that reconnects
 * resumes by its {@code Last-Event-ID}. Belongs to one event loop.
 */
public final class ServerEvents {
    private static final String MEDIA_TYPE = "text/event-stream";

    private final HttpServerResponse response;
    private final Function<Problem, JsonObject> json;
    private final WriteQueue queue;
    private final OpenStream stream;

    /** @param json renders a problem */
    public ServerEvents(HttpServerResponse response, OpenStreams streams, Function<Problem, JsonObject> json) {
        this.response = response;
        this.json = json;
        this.queue = new WriteQueue(() -> response.ended() || response.closed() || response.writeQueueFull());
        this.stream = streams.open(new Connection());
        response.drainHandler(ready -> queue.checkDrained());
        response.closeHandler(closed -> stream.close());
        response.exceptionHandler(broken -> stream.close());
    }

    /** Completes when the stream has ended, from either side. */
    public Future<Void> gone() {
        return stream.closed();
    }

    public boolean isFull() {
        return stream.isFull();
    }

    /** @param drained called when the write queue has room again */
    public void onDrain(Runnable drained) {
        stream.onDrain(drained);
    }

    /** Returns the stream, for its token and for what it holds. */
    public OpenStream stream() {
        return stream;
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

    /** Sends a comment, which clients ignore, if there is room. It shows that the connection is alive. */
    public void heartbeat() {
        if (!isFull()) {
            write(": alive\n\n");
        }
    }

    public void end() {
        if (!response.ended() && !response.closed()) {
            open();
            response.end();
        }
        stream.close();
    }

    /** Answers HEAD with the head that the response to GET would have. */
    public static void endHead(HttpServerResponse response) {
        response.putHeader("content-type", MEDIA_TYPE).end();
    }

    private void write(String text) {
        if (!response.ended() && !response.closed()) {
            open();
            queue.add(text.length(), response.write(text));
        }
    }

    private void open() {
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader("content-type", MEDIA_TYPE)
                    .putHeader("cache-control", "no-store")
                    // nginx would buffer the response
                    .putHeader("x-accel-buffering", "no");
        }
    }

    private final class Connection implements StreamConnection {
        @Override
        public boolean isFull() {
            return queue.isFull();
        }

        @Override
        public void limitQueue(int bytes) {
            queue.limit(bytes);
        }

        @Override
        public void onDrain(Runnable drained) {
            queue.onDrain(drained);
        }

        /** A client that reads nothing would not read the last event either. */
        @Override
        public void end(Problem reason) {
            if (isFull()) {
                response.reset();
                stream.close();
            } else {
                send("problem", json.apply(reason).encode());
                ServerEvents.this.end();
            }
        }
    }
}
