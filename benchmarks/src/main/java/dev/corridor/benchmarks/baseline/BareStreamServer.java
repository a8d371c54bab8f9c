package dev.corridor.benchmarks.baseline;

import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.vertx.ConnectionPipeline;
import dev.corridor.kit.vertx.TextFrames;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Baseline of the rate stream: a bare Vert.x timer that writes frames like the platform's. At each step it encodes a frame for
 * a part of the pairs once and writes it to every subscribed socket that has room. It has no prices, snapshots or history.
 * Writes are flushed once per turn of the event loop, as the platform does.
 */
public final class BareStreamServer extends VerticleBase {
    /** Share of pairs that have a new tick at a step, as the tick engine has on average. */
    private static final double CHANGED_PER_STEP = 0.68;

    private static final int WRITES_PER_FLUSH = 256;

    private final int port;
    private final int intervalMs;
    private final Map<String, List<ServerWebSocket>> subscribers = new HashMap<>();
    private final Random random = new Random(1);
    private long seq;

    private BareStreamServer(int port, int intervalMs) {
        this.port = port;
        this.intervalMs = intervalMs;
    }

    /** Arguments: port, number of event loops, milliseconds between steps. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int eventLoops = Integer.parseInt(arguments[1]);
        int intervalMs = Integer.parseInt(arguments[2]);
        Vertx.vertx(ServiceRuntime.vertxOptions())
                .deployVerticle(
                        () -> new BareStreamServer(port, intervalMs), new DeploymentOptions().setInstances(eventLoops))
                .await();
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(intervalMs, timer -> step());
        return vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .connectionHandler(BareStreamServer::flushOncePerTurn)
                .webSocketHandler(this::accept)
                .listen(port, "127.0.0.1");
    }

    private static void flushOncePerTurn(HttpConnection connection) {
        ConnectionPipeline.of(connection).orElseThrow().addFirst(new FlushConsolidationHandler(WRITES_PER_FLUSH, true));
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
            if (!sockets.isEmpty() && random.nextDouble() < CHANGED_PER_STEP) {
                write(sockets, frame(pair, time));
            }
        });
    }

    private static void write(List<ServerWebSocket> sockets, byte[] frame) {
        for (var socket : sockets) {
            if (!socket.isClosed() && !socket.writeQueueFull()) {
                socket.writeFrame(TextFrames.of(frame));
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
