package dev.corridor.kit.websocket;

import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.stream.OpenStream;
import dev.corridor.kit.stream.OpenStreams;
import dev.corridor.kit.stream.StreamConnection;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.Consumer;

/** Open stream over a WebSocket. It uses the socket's close and drain handlers. Belongs to one event loop. */
public final class WebSocketStream implements StreamConnection {
    private static final short POLICY_VIOLATION = 1008;
    private static final short TRY_AGAIN_LATER = 1013;

    private final ServerWebSocket socket;
    private Consumer<Problem> lastMessage = reason -> {};
    private OpenStream stream;

    private WebSocketStream(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** Opens the stream of a socket; it ends when the socket is closed. */
    public static WebSocketStream open(ServerWebSocket socket, OpenStreams streams) {
        var connection = new WebSocketStream(socket);
        connection.stream = streams.open(connection);
        socket.closeHandler(closed -> connection.stream.close());
        return connection;
    }

    /** Returns the stream, for its token and for what it holds. */
    public OpenStream stream() {
        return stream;
    }

    /** @param writer writes the last message of a stream that this side ends, if there is room for it */
    public void onEnd(Consumer<Problem> writer) {
        lastMessage = writer;
    }

    @Override
    public boolean isFull() {
        return socket.isClosed() || socket.writeQueueFull();
    }

    @Override
    public void limitQueue(int bytes) {
        if (!socket.isClosed()) {
            socket.setWriteQueueMaxSize(bytes);
        }
    }

    @Override
    public void onDrain(Runnable drained) {
        socket.drainHandler(ready -> drained.run());
    }

    @Override
    public void end(Problem reason) {
        if (!isFull()) {
            lastMessage.accept(reason);
        }
        boolean isPolicy = reason.code().fault() == Fault.UNAUTHENTICATED;
        socket.close(
                isPolicy ? POLICY_VIOLATION : TRY_AGAIN_LATER, reason.code().code());
    }
}
