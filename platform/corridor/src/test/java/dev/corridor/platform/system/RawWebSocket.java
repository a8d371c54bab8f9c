package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** WebSocket client that sends frames as the test builds them, valid or not, and reads the responses frame by frame. */
final class RawWebSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** The reserved bit RSV1, which marks a compressed message. */
    static final int COMPRESSED = 4;

    /** Ends every compressed message; senders leave it out. */
    static final byte[] EMPTY_BLOCK_END = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final int TIMEOUT_MS = 30_000;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 125;
    private static final int IN_TWO_BYTES = 126;
    private static final int IN_EIGHT_BYTES = 127;
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final Socket socket;
    private final DataInputStream in;
    private final Map<String, String> headers = new HashMap<>();

    /** One for all messages, because the server may refer back to earlier ones (context takeover). */
    private final Inflater inflater = new Inflater(true);

    /** @param reserved the three reserved bits, 0 to 7; RSV1, which is 4, marks a compressed message */
    record Frame(boolean isFinal, int reserved, int opcode, byte[] payload) {
        static Frame of(int opcode, byte... payload) {
            return new Frame(true, 0, opcode, payload);
        }

        static Frame text(String text) {
            return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        static Frame continuation(String text) {
            return of(CONTINUATION, text.getBytes(StandardCharsets.UTF_8));
        }

        static Frame close(int code, byte... reason) {
            return of(
                    CLOSE,
                    ByteBuffer.allocate(2 + reason.length)
                            .putShort((short) code)
                            .put(reason)
                            .array());
        }

        Frame unfinished() {
            return new Frame(false, reserved, opcode, payload);
        }

        Frame reserving(int bits) {
            return new Frame(isFinal, bits, opcode, payload);
        }

        String asText() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame. */
        int code() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }

        private int firstByte() {
            return (isFinal ? FINAL : 0) | reserved << 4 | opcode;
        }
    }

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** @param headers further header lines of the handshake */
    static RawWebSocket open(int port, String path, String... headers) {
        try {
            var socket = new RawWebSocket(new Socket("localhost", port));
            socket.handshake(path, headers);
            return socket;
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    private void handshake(String path, String... more) throws IOException {
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        var request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (var header : more) {
            request.append(header).append("\r\n");
        }
        send(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        assertThat(line()).startsWith("HTTP/1.1 101");
        for (var header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        assertThat(header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    /** A header of the handshake response, or null. */
    String header(String name) {
        return headers.get(name);
    }

    RawWebSocket send(Frame... frames) {
        for (var frame : frames) {
            send(bytes(frame));
        }
        return this;
    }

    /** Sends a frame without a mask, which only servers may do. */
    RawWebSocket sendUnmasked(Frame frame) {
        var bytes = ByteBuffer.allocate(2 + frame.payload().length)
                .put((byte) frame.firstByte())
                .put((byte) frame.payload().length)
                .put(frame.payload());
        return send(bytes.array());
    }

    RawWebSocket send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The bytes of several frames, to be sent in one write. */
    static byte[] concatenate(Frame... frames) {
        var bytes = new ByteArrayOutputStream();
        for (var frame : frames) {
            bytes.writeBytes(bytes(frame));
        }
        return bytes.toByteArray();
    }

    /** The bytes of a masked frame with minimal length encoding. */
    static byte[] bytes(Frame frame) {
        int length = frame.payload().length;
        if (length <= SHORT_LENGTH) {
            return bytes(frame, length, 0);
        }
        return length <= 0xffff ? bytes(frame, IN_TWO_BYTES, Short.BYTES) : bytes(frame, IN_EIGHT_BYTES, Long.BYTES);
    }

    /** @param lengthBytes number of bytes of the extended length after {@code shortLength} */
    static byte[] bytes(Frame frame, int shortLength, int lengthBytes) {
        var payload = frame.payload();
        var bytes = ByteBuffer.allocate(2 + lengthBytes + MASK.length + payload.length)
                .put((byte) frame.firstByte())
                .put((byte) (MASKED | shortLength));
        if (lengthBytes == Short.BYTES) {
            bytes.putShort((short) payload.length);
        } else if (lengthBytes == Long.BYTES) {
            bytes.putLong(payload.length);
        }
        bytes.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            bytes.put((byte) (payload[i] ^ MASK[i % MASK.length]));
        }
        return bytes.array();
    }

    /** Reads the next frame that is not a heartbeat. The payload of a compressed frame is returned inflated. */
    Frame receive() {
        try {
            var frame = read();
            while (frame.asText().contains("\"heartbeat\"")) {
                frame = read();
            }
            return frame;
        } catch (IOException broken) {
            throw new AssertionError("no frame arrived", broken);
        }
    }

    private Frame read() throws IOException {
        int first = in.readUnsignedByte();
        int shortLength = in.readUnsignedByte();
        assertThat(shortLength & MASKED).as("a server's frame is not masked").isZero();
        long length = shortLength == IN_TWO_BYTES
                ? in.readUnsignedShort()
                : shortLength == IN_EIGHT_BYTES ? in.readLong() : shortLength;
        int reserved = first >> 4 & 7;
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        return new Frame(
                (first & FINAL) != 0, reserved, first & 0xf, reserved == COMPRESSED ? inflated(payload) : payload);
    }

    private byte[] inflated(byte[] payload) throws IOException {
        byte[] message = Arrays.copyOf(payload, payload.length + EMPTY_BLOCK_END.length);
        System.arraycopy(EMPTY_BLOCK_END, 0, message, payload.length, EMPTY_BLOCK_END.length);
        inflater.setInput(message);
        var inflated = new ByteArrayOutputStream();
        byte[] chunk = new byte[8_192];
        try {
            for (int length = inflater.inflate(chunk); length > 0; length = inflater.inflate(chunk)) {
                inflated.write(chunk, 0, length);
            }
        } catch (DataFormatException malformed) {
            throw new IOException(malformed);
        }
        return inflated.toByteArray();
    }

    /** Waits until the server ends the connection. Fails if it sends anything before. */
    void awaitEnd() {
        try {
            assertThat(in.read()).as("bytes after the last frame").isEqualTo(-1);
        } catch (IOException broken) {
            throw new AssertionError("the connection was reset", broken);
        }
    }

    @Override
    public void close() {
        try {
            inflater.end();
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
