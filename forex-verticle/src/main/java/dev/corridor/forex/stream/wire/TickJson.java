package dev.corridor.forex.stream.wire;

import dev.corridor.forex.engine.domain.Tick;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON messages of one tick, as WebSocket and server-sent events carry them. Each message is encoded once. Belongs to
 * one event loop.
 */
final class TickJson {
    static final TickFormat<TickJson> FORMAT = TickJson::new;

    private static final int USUAL_LENGTH = 180;

    private final Tick tick;
    private final String epoch;
    private byte[] tickMessage;
    private byte[] snapshotMessage;
    private byte[] conflatedMessage;
    private long conflatedFrom;

    private TickJson(Tick tick, String epoch) {
        this.tick = tick;
        this.epoch = epoch;
    }

    /** Returns the ASCII bytes of a {@code tick} message. */
    byte[] tick() {
        if (tickMessage == null) {
            tickMessage = encode("tick");
        }
        return tickMessage;
    }

    /** Returns the ASCII bytes of a {@code snapshot} message. */
    byte[] snapshot() {
        if (snapshotMessage == null) {
            snapshotMessage = encode("snapshot");
        }
        return snapshotMessage;
    }

    /**
     * Returns the ASCII bytes of a {@code tick} message that stands for all ticks from {@code firstSeq} on. Only the
     * last one made is stored: subscribers that fell behind because the event loop did lack the same ticks.
     */
    byte[] conflated(long firstSeq) {
        if (conflatedMessage == null || conflatedFrom != firstSeq) {
            conflatedFrom = firstSeq;
            conflatedMessage = withFirstSeq(tick(), firstSeq);
        }
        return conflatedMessage;
    }

    private static byte[] withFirstSeq(byte[] message, long firstSeq) {
        byte[] addition = (",\"first_seq\":" + firstSeq + "}").getBytes(StandardCharsets.US_ASCII);
        byte[] conflated = Arrays.copyOf(message, message.length - 1 + addition.length);
        System.arraycopy(addition, 0, conflated, message.length - 1, addition.length);
        return conflated;
    }

    /**
     * Encodes by hand: nothing in a tick needs escaping, and ticks are the only messages sent thousands of times a
     * second.
     */
    private byte[] encode(String type) {
        return new StringBuilder(USUAL_LENGTH)
                .append("{\"type\":\"")
                .append(type)
                .append("\",\"pair\":\"")
                .append(tick.pair())
                .append("\",\"bid\":\"")
                .append(tick.bid().toPlainString())
                .append("\",\"ask\":\"")
                .append(tick.ask().toPlainString())
                .append("\",\"mid\":\"")
                .append(tick.mid().toPlainString())
                .append("\",\"time\":\"")
                .append(tick.time())
                .append("\",\"epoch\":\"")
                .append(epoch)
                .append("\",\"seq\":")
                .append(tick.seq())
                .append('}')
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }
}
