package dev.corridor.benchmarks.baseline;

import dev.corridor.kit.runtime.ServiceRuntime;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A bare Vert.x loop that writes frames like ours: at each step a part of the pairs, each encoded once and written to every
 * socket that asked for it and has room. No prices, no snapshots, nothing remembered. Writes leave together once a turn, as ours do.
 */
public final class BareStream extends VerticleBase {
    /** Of the pairs, by what the tick engine does on average. */
    private static final double MOVED_A_STEP = 0.68;

    private static final int WRITES_A_FLUSH = 256;

    private final int port;
    private final int intervalMs;
    private final Map<String, List<ServerWebSocket>> subscribers = new HashMap<>();
    private final Random random = new Random(1);
    private long seq;

    private BareStream(int port, int intervalMs) {
        this.port = port;
        this.intervalMs = intervalMs;
    }

    /** Arguments: port, event loops, and milliseconds from step to step. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int eventLoops = Integer.parseInt(arguments[1]);
        int intervalMs = Integer.parseInt(arguments[2]);
        Vertx.vertx(ServiceRuntime.vertxOptions())
                .deployVerticle(
                        () -> new BareStream(port, intervalMs), new DeploymentOptions().setInstances(eventLoops))
                .await();
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(intervalMs, due -> step());
        return vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .connectionHandler(BareStream::flushOnceATurn)
                .webSocketHandler(this::accept)
                .listen(port, "127.0.0.1");
    }

    private static void flushOnceATurn(HttpConnection connection) {
        ((ConnectionBase) connection)
                .channel()
                .pipeline()
                .addFirst(new FlushConsolidationHandler(WRITES_A_FLUSH, true));
    }

    private void accept(ServerWebSocket socket) {
        socket.textMessageHandler(
                text -> new JsonObject(text).getJsonArray("subscribe").forEach(pair -> subscribers
                        .computeIfAbsent((String) pair, each -> new ArrayList<>())
                        .add(socket)));
        socket.closeHandler(closed -> subscribers.values().forEach(sockets -> sockets.remove(socket)));
    }

    private void step() {
        seq++;
        var time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        subscribers.forEach((pair, sockets) -> {
            if (!sockets.isEmpty() && random.nextDouble() < MOVED_A_STEP) {
                write(sockets, frame(pair, time));
            }
        });
    }

    private static void write(List<ServerWebSocket> sockets, byte[] frame) {
        for (var socket : sockets) {
            if (!socket.isClosed() && !socket.writeQueueFull()) {
                socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, frame, true));
            }
        }
    }

    private byte[] frame(String pair, Instant time) {
        return ("{\"type\":\"tick\",\"pair\":\"" + pair
                        + "\",\"bid\":\"0.937265\",\"ask\":\"0.938203\",\"mid\":\"0.937734\",\"time\":\"" + time
                        + "\",\"seq\":" + seq + "}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
