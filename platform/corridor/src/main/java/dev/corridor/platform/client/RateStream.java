package dev.corridor.platform.client;

import dev.corridor.platform.home.CommandFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Stream of live rates over the edge's WebSocket. The caller takes the messages one by one. */
public final class RateStream implements AutoCloseable {
    private static final int MAX_QUEUED_MESSAGES = 1_000;
    private static final JsonObject END = new JsonObject();

    private final BlockingQueue<JsonObject> messages = new ArrayBlockingQueue<>(MAX_QUEUED_MESSAGES);
    private final WebSocket socket;

    private RateStream(PlatformClient client, List<String> pairs) {
        try {
            socket = client.http()
                    .newWebSocketBuilder()
                    .buildAsync(client.streamUri(), new Receiver())
                    .join();
            socket.sendText(
                            new JsonObject()
                                    .put("subscribe", new JsonArray(pairs))
                                    .encode(),
                            true)
                    .join();
        } catch (CompletionException e) {
            throw new CommandFailure(
                    "The stream of rates at " + client.streamUri() + " cannot be opened: "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    public static RateStream open(PlatformClient client, List<String> pairs) {
        return new RateStream(client, pairs);
    }

    /**
     * Waits for the next message.
     *
     * @throws CommandFailure when the stream has ended, or no message arrives in time
     */
    public JsonObject next(Duration timeout) {
        try {
            var message = messages.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new CommandFailure("No rates arrived within " + timeout.toSeconds() + " s.");
            }
            if (message == END) {
                throw new CommandFailure("The stream of rates has ended.");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.", e);
        }
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(alreadyClosed -> socket);
    }

    /** Requests the next frame only after the queue has taken the last one, so that a slow reader slows its own stream. */
    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder unfinished = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            unfinished.append(text);
            if (last) {
                put(parsed(unfinished.toString()));
                unfinished.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            put(END);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            put(END);
        }

        private JsonObject parsed(String text) {
            try {
                return new JsonObject(text);
            } catch (DecodeException e) {
                throw new CommandFailure("The stream of rates sent a message that is not JSON.", e);
            }
        }

        private void put(JsonObject message) {
            try {
                messages.put(message);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
