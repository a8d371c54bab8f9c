package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** WebSocket client that queues the messages it receives, in order. */
final class StreamClient implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 30;

    private final WebSocket socket;
    private final Promise<Short> closed = Promise.promise();
    private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();

    private StreamClient(WebSocket socket) {
        this.socket = socket;
        socket.closeHandler(ended -> closed.complete(socket.closeStatusCode()));
        socket.textMessageHandler(text -> received.add(new JsonObject(text)));
    }

    static StreamClient connect(Vertx vertx, WebSocketConnectOptions address) {
        var client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxFrameSize(1 << 20));
        return client.connect(address).map(StreamClient::new).await();
    }

    StreamClient send(String text) {
        socket.writeTextMessage(text).await();
        return this;
    }

    StreamClient sendBinary(byte[] bytes) {
        socket.writeBinaryMessage(Buffer.buffer(bytes)).await();
        return this;
    }

    /** Stops reading from the network until {@link #recover}. */
    StreamClient stall() {
        socket.pause();
        return this;
    }

    StreamClient recover() {
        socket.resume();
        return this;
    }

    /** Returns the status code that the connection is closed with. */
    Future<Short> closed() {
        return closed.future();
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    JsonObject next() {
        try {
            var message = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message within %d s", TIMEOUT_SECONDS).isNotNull();
            return message;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Returns the next message of a type, and skips others. */
    JsonObject next(String type) {
        return next(message -> message.getString("type").equals(type));
    }

    JsonObject next(Predicate<JsonObject> wanted) {
        var message = next();
        while (!wanted.test(message)) {
            message = next();
        }
        return message;
    }

    List<JsonObject> take(int count) {
        var messages = new ArrayList<JsonObject>();
        while (messages.size() < count) {
            messages.add(next());
        }
        return messages;
    }

    @Override
    public void close() {
        socket.close().await();
    }
}
