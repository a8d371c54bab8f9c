package dev.corridor.edge;

import com.google.protobuf.MessageLite;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.forex.v1.StreamRatesResponse;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Caller that uses grpc-java: a client that shares no code with the edge. It has one connection, as such clients do. */
final class JavaGrpcCaller implements AutoCloseable {
    static final MethodDescriptor<GetUserRequest, GetUserResponse> GET_USER = method(
            MethodType.UNARY,
            "profile.v1.ProfileService/GetUser",
            GetUserRequest.getDefaultInstance(),
            GetUserResponse.getDefaultInstance());
    static final MethodDescriptor<StreamRatesRequest, StreamRatesResponse> STREAM_RATES = method(
            MethodType.SERVER_STREAMING,
            "forex.v1.ForexService/StreamRates",
            StreamRatesRequest.getDefaultInstance(),
            StreamRatesResponse.getDefaultInstance());

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final String token;

    JavaGrpcCaller(int port, String token) {
        this.channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        this.token = token;
    }

    /** The outcome of one call: what was received, and how it ended. */
    record Outcome<R>(List<R> messages, Status status, Metadata trailers) {}

    /** Call that has been sent. */
    record Call<R>(ClientCall<?, R> call, CompletableFuture<Metadata> head, CompletableFuture<Outcome<R>> outcome) {
        void cancel() {
            call.cancel("no longer wanted", null);
        }

        Outcome<R> await() {
            return outcome.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    Call<GetUserResponse> getUser(String id) {
        return send(GET_USER, GetUserRequest.newBuilder().setUserId(id).build());
    }

    Call<StreamRatesResponse> streamRates(String pair) {
        return send(STREAM_RATES, StreamRatesRequest.newBuilder().addPairs(pair).build());
    }

    <Q, R> Call<R> send(MethodDescriptor<Q, R> method, Q request) {
        return send(method, request, new Metadata());
    }

    <Q, R> Call<R> send(MethodDescriptor<Q, R> method, Q request, Metadata metadata) {
        return send(method, request, metadata, CallOptions.DEFAULT);
    }

    <Q, R> Call<R> send(MethodDescriptor<Q, R> method, Q request, Metadata metadata, CallOptions options) {
        metadata.put(AUTHORIZATION, "Bearer " + token);
        ClientCall<Q, R> call = channel.newCall(method, options);
        var sent = new Call<>(call, new CompletableFuture<>(), new CompletableFuture<Outcome<R>>());
        List<R> messages = new CopyOnWriteArrayList<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onHeaders(Metadata head) {
                        sent.head.complete(head);
                    }

                    @Override
                    public void onMessage(R message) {
                        messages.add(message);
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        sent.outcome.complete(new Outcome<>(messages, status, trailers));
                    }
                },
                metadata);
        call.request(1);
        call.sendMessage(request);
        call.halfClose();
        return sent;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    static <Q extends MessageLite, R extends MessageLite> MethodDescriptor<Q, R> method(
            MethodType type, String name, Q request, R response) {
        return MethodDescriptor.<Q, R>newBuilder()
                .setType(type)
                .setFullMethodName(name)
                .setRequestMarshaller(marshaller(request))
                .setResponseMarshaller(marshaller(response))
                .build();
    }

    private static <M extends MessageLite> Marshaller<M> marshaller(M prototype) {
        return new Marshaller<>() {
            @Override
            public InputStream stream(M message) {
                return new ByteArrayInputStream(message.toByteArray());
            }

            @Override
            @SuppressWarnings("unchecked")
            public M parse(InputStream bytes) {
                try {
                    return (M) prototype.getParserForType().parseFrom(bytes);
                } catch (IOException malformed) {
                    throw Status.INTERNAL.withCause(malformed).asRuntimeException();
                }
            }
        };
    }
}
