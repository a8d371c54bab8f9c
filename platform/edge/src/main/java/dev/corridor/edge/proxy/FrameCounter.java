package dev.corridor.edge.proxy;

import io.vertx.core.buffer.Buffer;

/** Counts the data frames of a WebSocket connection (RFC 6455, section 5.2) in its bytes, wherever these are cut. */
final class FrameCounter {
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private int headerBytes;
    private int headerSize = 2;
    private boolean isControl;
    private long payloadLeft;
    private int lengthBytes;

    /** Returns the number of data frames that begin in these bytes. */
    int count(Buffer bytes) {
        int frames = 0;
        int at = 0;
        while (at < bytes.length()) {
            if (headerBytes < headerSize) {
                frames += header(bytes.getUnsignedByte(at));
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
        }
        return frames;
    }

    /** Reads one byte of a header. Returns 1 when it is the last one of a data frame's. */
    private int header(int octet) {
        if (headerBytes == 0) {
            isControl = (octet & CONTROL) != 0;
        } else if (headerBytes == 1) {
            int length = octet & ~MASKED;
            lengthBytes = length == LENGTH_16 ? 2 : length == LENGTH_64 ? 8 : 0;
            payloadLeft = lengthBytes == 0 ? length : 0;
            headerSize = 2 + lengthBytes + ((octet & MASKED) != 0 ? MASK_BYTES : 0);
        } else if (headerBytes < 2 + lengthBytes) {
            payloadLeft = payloadLeft << 8 | octet;
        }
        headerBytes++;
        // A length that is negative ends the connection at the service; it must not confuse the count of bytes here.
        payloadLeft = Math.max(0, payloadLeft);
        return headerBytes == headerSize && !isControl ? 1 : 0;
    }
}
