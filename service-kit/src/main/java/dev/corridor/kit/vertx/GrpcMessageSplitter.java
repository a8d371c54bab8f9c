package dev.corridor.kit.vertx;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.common.impl.GrpcReadStreamBase;
import io.vertx.grpc.server.GrpcServerRequest;

/**
 * Splits the body of a gRPC request into buffers of at most one message before Vert.x reads it, and finds messages that are
 * compressed although the call names no encoding, at which Vert.x throws "Handle me" ({@code Http2GrpcMessageDeframer}).
 *
 * <p>Upstream: <a href="https://github.com/eclipse-vertx/vertx-grpc/pull/297">vertx-grpc#297</a>, for 5.1, replaces the reader
 * ({@code GrpcReadStreamBase}) that copies the rest of its buffer after each message. A full HTTP/2 frame holds dozens of small
 * messages, so that nearly all of it was copied dozens of times: three quarters of what a process allocated on a stream of
 * postings.
 *
 * <p>A gRPC message is a byte of flags, four bytes of length, and that many bytes. Belongs to one event loop.
 */
public final class GrpcMessageSplitter implements Handler<Buffer> {
    private static final int PREFIX_BYTES = 5;
    private static final int LENGTH_OFFSET = 1;

    private final Handler<Buffer> reader;
    private final int compressedMax;
    private final Runnable unreadable;
    private boolean isOver;
    /** The start of a prefix that has not arrived in full. */
    private Buffer prefix = Buffer.buffer();
    /** Bytes of the current message that have not arrived. */
    private long missingBytes;

    /**
     * @param reader takes buffers cut at any place and joins them
     * @param hasEncoding whether the call names an encoding, so that messages may be compressed
     * @param unreadable called once, at a message that is compressed without an encoding; nothing is read after it
     */
    GrpcMessageSplitter(Handler<Buffer> reader, boolean hasEncoding, Runnable unreadable) {
        this.reader = reader;
        this.compressedMax = hasEncoding ? 1 : 0;
        this.unreadable = unreadable;
    }

    /** Puts a splitter between an HTTP request and the gRPC request that Vert.x reads from it; not for gRPC-Web, which has other frames. */
    public static void apply(
            HttpServerRequest http, GrpcServerRequest<?, ?> call, boolean hasEncoding, Runnable unreadable) {
        if (http.version() == HttpVersion.HTTP_2 && call instanceof GrpcReadStreamBase<?, ?> reader) {
            http.handler(new GrpcMessageSplitter(reader, hasEncoding, unreadable));
        }
    }

    @Override
    public void handle(Buffer chunk) {
        if (isOver) {
            return;
        }
        var bytes = prefix.length() == 0 ? chunk : prefix.appendBuffer(chunk);
        prefix = Buffer.buffer();
        int at = 0;
        while (at < bytes.length()) {
            if (missingBytes == 0) {
                if (bytes.length() - at < PREFIX_BYTES) {
                    prefix.appendBuffer(bytes, at, bytes.length() - at);
                    return;
                }
                if (bytes.getUnsignedByte(at) > compressedMax) {
                    isOver = true;
                    unreadable.run();
                    return;
                }
                missingBytes = PREFIX_BYTES + bytes.getUnsignedInt(at + LENGTH_OFFSET);
            }
            int length = (int) Math.min(missingBytes, bytes.length() - at);
            reader.handle(bytes.slice(at, at + length));
            at += length;
            missingBytes -= length;
        }
    }
}
