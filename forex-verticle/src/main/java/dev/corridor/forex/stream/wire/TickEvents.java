package dev.corridor.forex.stream.wire;

import java.nio.charset.StandardCharsets;

/** Ticks as the data lines of server-sent events. */
public final class TickEvents {
    private TickEvents() {}

    public static String snapshot(EncodedTick tick) {
        return text(tick.in(TickJson.FORMAT).snapshot());
    }

    public static String tick(EncodedTick tick) {
        return text(tick.in(TickJson.FORMAT).tick());
    }

    /** Returns a line that stands for all ticks from {@code firstSeq} on. */
    public static String conflated(EncodedTick tick, long firstSeq) {
        return text(tick.in(TickJson.FORMAT).conflated(firstSeq));
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
