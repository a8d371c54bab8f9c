package dev.corridor.kit.grpc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.streams.ReadStream;
import java.util.function.Supplier;

/**
 * Method of the contract with its handler, for transports other than gRPC. Its calls pass the same guards: load shedding, token, scope,
 * message check, timeout. Belongs to one verticle.
 *
 * @param prototype empty request
 */
public record BoundMethod(MethodDescriptor descriptor, Message prototype, Invocation invocation) {

    /** Way to call a method, by who streams. */
    public sealed interface Invocation permits Unary, ServerStream, BidiStream {}

    /** Calls a method that has one request and one response. */
    @FunctionalInterface
    public non-sealed interface Unary extends Invocation {
        /**
         * @param headers have the caller's token
         * @param request reads the request, once the caller is known
         */
        Future<? extends Message> call(MultiMap headers, Supplier<Message> request);
    }

    /** Calls a method that streams its responses. */
    @FunctionalInterface
    public non-sealed interface ServerStream extends Invocation {
        /** @return completes when the stream has ended; fails when it was refused or has broken */
        Future<?> call(MultiMap headers, Supplier<Message> request, ResponseOutlet<Message> responses);
    }

    /** Calls a method in which both sides stream. */
    @FunctionalInterface
    public non-sealed interface BidiStream extends Invocation {
        /**
         * @param requests paused
         * @return completes when the stream has ended; fails when it was refused or has broken
         */
        Future<?> call(MultiMap headers, ReadStream<Message> requests, ResponseOutlet<Message> responses);
    }
}
