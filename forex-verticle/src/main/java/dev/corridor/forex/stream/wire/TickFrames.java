package dev.corridor.forex.stream.wire;

import dev.corridor.kit.vertx.TextFrames;
import io.vertx.core.http.WebSocketFrame;

/** Ticks as WebSocket frames: a new frame for each subscriber, over bytes that all subscribers share. */
public final class TickFrames {
    private TickFrames() {}

    public static WebSocketFrame snapshot(EncodedTick tick) {
        return TextFrames.of(tick.in(TickJson.FORMAT).snapshot());
    }

    public static WebSocketFrame tick(EncodedTick tick) {
        return TextFrames.of(tick.in(TickJson.FORMAT).tick());
    }

    /** Returns a frame that stands for all ticks from {@code firstSeq} on. */
    public static WebSocketFrame conflated(EncodedTick tick, long firstSeq) {
        return TextFrames.of(tick.in(TickJson.FORMAT).conflated(firstSeq));
    }
}
