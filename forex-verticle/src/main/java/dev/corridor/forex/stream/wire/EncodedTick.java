package dev.corridor.forex.stream.wire;

import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.wire.TickMessages;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A tick as it goes to subscribers: each form is encoded once, when the first of them needs it, and shared by all.
 * Belongs to one event loop.
 */
public final class EncodedTick {
    private final Tick tick;
    private byte[] tickText;
    private byte[] snapshotText;
    private byte[] conflatedText;
    private long conflatedFrom;
    private dev.corridor.forex.v1.Tick message;

    public EncodedTick(Tick tick) {
        this.tick = tick;
    }

    public Tick tick() {
        return tick;
    }

    public WebSocketFrame asTick() {
        return text(tickBytes());
    }

    public WebSocketFrame asSnapshot() {
        return text(snapshotBytes());
    }

    /** The tick, and that it stands for all from {@code firstSeq} on. For who was slower than the market. */
    public WebSocketFrame asConflated(long firstSeq) {
        return text(conflatedBytes(firstSeq));
    }

    public String asTickText() {
        return new String(tickBytes(), StandardCharsets.US_ASCII);
    }

    public String asSnapshotText() {
        return new String(snapshotBytes(), StandardCharsets.US_ASCII);
    }

    public String asConflatedText(long firstSeq) {
        return new String(conflatedBytes(firstSeq), StandardCharsets.US_ASCII);
    }

    private byte[] tickBytes() {
        if (tickText == null) {
            tickText = encode("tick");
        }
        return tickText;
    }

    private byte[] snapshotBytes() {
        if (snapshotText == null) {
            snapshotText = encode("snapshot");
        }
        return snapshotText;
    }

    /** Who is behind because the event loop was is as far behind as all the others, so the last one made serves most. */
    private byte[] conflatedBytes(long firstSeq) {
        if (conflatedText == null || conflatedFrom != firstSeq) {
            conflatedFrom = firstSeq;
            conflatedText = conflated(firstSeq);
        }
        return conflatedText;
    }

    private byte[] conflated(long firstSeq) {
        byte[] whole = tickBytes();
        byte[] addition = (",\"first_seq\":" + firstSeq + "}").getBytes(StandardCharsets.US_ASCII);
        byte[] text = Arrays.copyOf(whole, whole.length - 1 + addition.length);
        System.arraycopy(addition, 0, text, whole.length - 1, addition.length);
        return text;
    }

    public dev.corridor.forex.v1.Tick asMessage() {
        if (message == null) {
            message = TickMessages.toProto(tick);
        }
        return message;
    }

    /**
     * A frame of its own over the shared bytes: writing one moves its read position. Vert.x's public factory takes a
     * String only, and would encode it again for every subscriber.
     */
    private static WebSocketFrame text(byte[] utf8) {
        return new WebSocketFrameImpl(WebSocketFrameType.TEXT, utf8, true);
    }

    /** By hand: nothing in a tick needs escaping, and this is the one message that is written thousands of times a second. */
    private byte[] encode(String type) {
        return new StringBuilder(160)
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
                .append("\",\"seq\":")
                .append(tick.seq())
                .append('}')
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }
}
