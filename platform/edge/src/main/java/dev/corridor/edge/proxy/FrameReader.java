package dev.corridor.edge.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Reader of the heads of WebSocket frames (RFC 6455, section 5.2) in the bytes of a connection, wherever these are cut. */
final class FrameReader {
    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private int headerBytes;
    private int headerSize = 2;
    private int first;
    private long length;
    private long payloadLeft;
    private int lengthBytes;

    /**
     * Head of a frame.
     *
     * @param length of the payload; {@link Long#MAX_VALUE} for one that cannot be
     */
    record Head(int opcode, boolean isFinal, long length) {
        boolean isControl() {
            return (opcode & CONTROL) != 0;
        }
    }

    /** Reads bytes, and gives the head of each frame whose length ends in them. */
    void read(Buffer bytes, Consumer<Head> heads) {
        int at = 0;
        while (at < bytes.length()) {
            at = next(bytes, at, heads);
        }
    }

    /** Reads to the end of the frame that is in progress. @return the bytes that belong to it */
    int readToEnd(Buffer bytes) {
        int at = 0;
        while (at < bytes.length() && !isBetweenFrames()) {
            at = next(bytes, at, head -> {});
        }
        return at;
    }

    boolean isBetweenFrames() {
        return headerBytes == 0;
    }

    private int next(Buffer bytes, int from, Consumer<Head> heads) {
        int at = from;
        if (headerBytes < headerSize) {
            header(bytes.getUnsignedByte(at), heads);
            at++;
        } else {
            long skipped = Math.min(payloadLeft, bytes.length() - at);
            payloadLeft -= skipped;
            at += (int) skipped;
        }
        if (headerBytes == headerSize && payloadLeft == 0) {
            headerBytes = 0;
            headerSize = 2;
        }
        return at;
    }

    /** Reads one byte of a header. */
    private void header(int octet, Consumer<Head> heads) {
        if (headerBytes == 0) {
            first = octet;
        } else if (headerBytes == 1) {
            int shortLength = octet & ~MASKED;
            lengthBytes = shortLength == LENGTH_16 ? 2 : shortLength == LENGTH_64 ? 8 : 0;
            length = lengthBytes == 0 ? shortLength : 0;
            headerSize = 2 + lengthBytes + ((octet & MASKED) != 0 ? MASK_BYTES : 0);
        } else if (headerBytes < 2 + lengthBytes) {
            length = length << 8 | octet;
        }
        headerBytes++;
        // The mask, which may follow, says nothing more.
        if (headerBytes == 2 + lengthBytes) {
            payloadLeft = length < 0 ? Long.MAX_VALUE : length;
            heads.accept(new Head(first & OPCODE, (first & FINAL) != 0, payloadLeft));
        }
    }
}
