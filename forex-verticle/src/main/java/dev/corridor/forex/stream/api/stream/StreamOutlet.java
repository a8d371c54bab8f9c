package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.candle.api.stream.CandleFeed;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.wire.EncodedTick;
import dev.corridor.forex.stream.wire.StreamMessages;
import dev.corridor.forex.stream.wire.TickFrames;
import dev.corridor.kit.stream.OpenStream;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;

/** Writer of messages to one WebSocket connection. Belongs to one event loop. */
final class StreamOutlet implements Subscriber.Outlet, CandleFeed.Listener {
    private final ServerWebSocket socket;
    private final OpenStream stream;
    private final Clock clock;
    private long lastSentMs;

    StreamOutlet(ServerWebSocket socket, OpenStream stream, Clock clock) {
        this.socket = socket;
        this.stream = stream;
        this.clock = clock;
        this.lastSentMs = clock.millis();
    }

    @Override
    public boolean isFull() {
        return stream.isFull();
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public void snapshot(EncodedTick tick) {
        write(TickFrames.snapshot(tick));
    }

    @Override
    public void tick(EncodedTick tick) {
        write(TickFrames.tick(tick));
    }

    @Override
    public void conflated(EncodedTick tick, long firstSeq) {
        write(TickFrames.conflated(tick, firstSeq));
    }

    @Override
    public void gap(Pair pair, long after) {
        send(StreamMessages.gap(pair, after));
    }

    @Override
    public void candle(String message) {
        write(WebSocketFrame.textFrame(message, true));
    }

    void send(JsonObject message) {
        write(WebSocketFrame.textFrame(message.encode(), true));
    }

    /** Sends a message that a client with a full connection may miss. */
    void sendIfRoom(JsonObject message) {
        if (!isFull()) {
            send(message);
        }
    }

    /** Sends a heartbeat if nothing was sent for the given time. */
    void heartbeatAfter(Duration silence) {
        if (clock.millis() - lastSentMs >= silence.toMillis()) {
            sendIfRoom(StreamMessages.heartbeat());
        }
    }

    void close(short status, String reason) {
        socket.close(status, reason);
    }

    /** Stops reading from a client that sends requests and does not read the replies. */
    void pauseReadingIfFull() {
        if (!socket.isClosed() && stream.isFull()) {
            socket.pause();
        }
    }

    void resumeReading() {
        socket.resume();
    }

    private void write(WebSocketFrame frame) {
        lastSentMs = clock.millis();
        socket.writeFrame(frame);
    }
}
