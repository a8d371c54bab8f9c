package dev.corridor.kit.grpc;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.corridor.kit.concurrency.LoadShedder;
import dev.corridor.kit.concurrency.RequestTimeouts;
import dev.corridor.kit.identity.BearerToken;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.request.Deadline;
import dev.corridor.kit.vertx.GrpcMessageSplitter;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import io.vertx.grpc.server.ServiceBuilder;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A service's gRPC door. Every method of its contract gets one line in the service's {@code Grpc...} class; what is common
 * to all of them happens here: correlation id, admission, token, scope, time limit, and any failure as a status with the stable code
 * in {@code grpc-status-details-bin} (google.rpc.ErrorInfo, as AIP-193 has it). Belongs to one verticle.
 */
public final class GrpcTransport {
    private static final long MAX_MESSAGE_BYTES = 1024 * 1024;

    private final TokenVerifier tokens;
    private final LoadShedder admission;
    private final Duration requestTimeout;
    private final RequestTimeouts timeLimit;
    private final GrpcServer server;
    private final HealthService health;
    private ServiceName name;
    private ServiceBuilder service;
    /** Whose call is being handed to its method. */
    private HttpServerRequest arriving;

    /** A call with one request and one answer. */
    @FunctionalInterface
    public interface Unary<Q, R> {
        Future<R> handle(Caller caller, Q request);
    }

    /** A call answered by a stream; completes the future when the stream has ended or failed. */
    @FunctionalInterface
    public interface ServerStream<Q, R> {
        /**
         * @param answers ended by the door when the returned future completes
         * @param gone completes when the caller is: then nothing may be written any more
         */
        Future<?> handle(Caller caller, Q request, WriteStream<R> answers, Future<?> gone);
    }

    /** A call in which both sides stream; completes the future when the answers have ended or failed. */
    @FunctionalInterface
    public interface BidiStream<Q, R> {
        /**
         * @param requests paused: the handler resumes them
         * @param answers ended by the door when the returned future completes
         * @param gone completes when the caller is: then nothing may be written any more
         */
        Future<?> handle(Caller caller, ReadStream<Q> requests, WriteStream<R> answers, Future<?> gone);
    }

    public GrpcTransport(Vertx vertx, TokenVerifier tokens, LoadShedder admission, Duration requestTimeout) {
        this.tokens = tokens;
        this.admission = admission;
        this.requestTimeout = requestTimeout;
        this.timeLimit = new RequestTimeouts(vertx, requestTimeout);
        this.server = GrpcServer.server(
                vertx,
                new GrpcServerOptions()
                        .setScheduleDeadlineAutomatically(true)
                        .setDeadlinePropagation(true)
                        .setMaxMessageSize(MAX_MESSAGE_BYTES));
        this.health = HealthService.create(vertx);
    }

    /** Must come before the methods of that service. */
    public GrpcTransport service(ServiceName name, ServiceDescriptor descriptor) {
        this.name = name;
        this.service = Service.service(name, descriptor);
        return this;
    }

    /** A method that needs a token with {@code scope}. */
    public <Q, R> GrpcTransport unary(ServiceMethod<Q, R> method, Scope scope, Unary<Q, R> handler) {
        return unary(method, (caller, request) -> {
            caller.require(scope);
            return handler.handle(caller, request);
        });
    }

    /** A method that any valid token may call; the handler decides the rest. */
    public <Q, R> GrpcTransport unary(ServiceMethod<Q, R> method, Unary<Q, R> handler) {
        service.bind(method, request -> {
            var call = new GrpcCall<>(request);
            Deadline.begin(wait(request));
            timeLimit
                    .of(request.last()
                            .compose(message -> admission.admit(
                                    () -> caller(request).compose(caller -> handler.handle(caller, message)))))
                    .onComplete(call::answer, call::fail);
        });
        return this;
    }

    public <Q, R> GrpcTransport serverStream(ServiceMethod<Q, R> method, Scope scope, ServerStream<Q, R> handler) {
        service.bind(method, request -> {
            var call = new GrpcCall<>(request);
            Future.all(caller(request), request.last())
                    .compose(both -> {
                        Caller caller = both.resultAt(0);
                        caller.require(scope);
                        return handler.handle(caller, both.resultAt(1), request.response(), call.gone());
                    })
                    .onSuccess(ended -> call.end())
                    .onFailure(call::fail);
        });
        return this;
    }

    public <Q, R> GrpcTransport bidiStream(ServiceMethod<Q, R> method, Scope scope, BidiStream<Q, R> handler) {
        service.bind(method, request -> {
            var call = new GrpcCall<>(request);
            GrpcMessageSplitter.apply(arriving, request);
            request.pause();
            caller(request)
                    .compose(caller -> {
                        caller.require(scope);
                        return handler.handle(caller, request, request.response(), call.gone());
                    })
                    .onComplete(ended -> call.end(), call::fail);
        });
        return this;
    }

    /** The finished server. Health answers for the service and for the whole ("") alike. */
    public Handler<HttpServerRequest> server(Supplier<Future<Boolean>> ready) {
        server.addService(service.build());
        server.addService(health.register(name, ready).register("", ready));
        server.addService(ReflectionService.v1());
        return request -> {
            arriving = request;
            server.handle(request);
        };
    }

    /** How long the caller waits: as long as it says, but not longer than this door lets anybody wait. */
    private Duration wait(GrpcServerRequest<?, ?> call) {
        long asked = call.timeout();
        return asked > 0 && asked < requestTimeout.toMillis() ? Duration.ofMillis(asked) : requestTimeout;
    }

    private Future<Caller> caller(GrpcServerRequest<?, ?> call) {
        return BearerToken.of(call.headers()).compose(tokens::verify);
    }
}
