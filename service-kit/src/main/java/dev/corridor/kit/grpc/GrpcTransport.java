package dev.corridor.kit.grpc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.corridor.kit.concurrency.LoadShedder;
import dev.corridor.kit.concurrency.RequestTimeouts;
import dev.corridor.kit.identity.BearerToken;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.request.Deadline;
import dev.corridor.kit.stream.OpenStreams;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import io.vertx.grpc.server.ServiceBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The gRPC transport of one service. Each method of its contract takes one line in the service's {@code Grpc...} class.
 * This class does what all methods have in common: correlation id, load shedding, token, scope, timeout, and failures as
 * a status with the stable code in {@code grpc-status-details-bin} (google.rpc.ErrorInfo, AIP-193). Belongs to one
 * verticle.
 */
public final class GrpcTransport {
    private static final long MAX_MESSAGE_BYTES = 1024 * 1024;

    private final TokenVerifier tokens;
    private final LoadShedder shedder;
    private final OpenStreams streams;
    private final Duration requestTimeout;
    private final RequestTimeouts timeouts;
    private final GrpcServer server;
    private final HealthService health;
    private ServiceName name;
    private ServiceBuilder service;
    private ServiceDescriptor contract;
    private final Set<String> bound = new HashSet<>();
    /** The HTTP request of the call that is being dispatched. */
    private HttpServerRequest arriving;

    /** Handles a call with one request and one response. */
    @FunctionalInterface
    public interface Unary<Q, R> {
        Future<R> handle(Caller caller, Q request);
    }

    /** Handles a call with a stream of responses; the future completes when the stream has ended or failed. */
    @FunctionalInterface
    public interface ServerStream<Q, R> {
        /**
         * @param responses ended by the transport when the returned future completes
         * @param gone completes when the call is over, from either side; nothing may be written after that
         */
        Future<?> handle(Caller caller, Q request, ResponseStream<R> responses, Future<?> gone);
    }

    /** Handles a call in which both sides stream; the future completes when the responses have ended or failed. */
    @FunctionalInterface
    public interface BidiStream<Q, R> {
        /**
         * @param requests paused: the handler resumes them
         * @param responses ended by the transport when the returned future completes
         * @param gone completes when the call is over, from either side; nothing may be written after that
         */
        Future<?> handle(Caller caller, ReadStream<Q> requests, ResponseStream<R> responses, Future<?> gone);
    }

    public GrpcTransport(
            Vertx vertx, TokenVerifier tokens, LoadShedder shedder, OpenStreams streams, Duration requestTimeout) {
        this.tokens = tokens;
        this.streams = streams;
        this.shedder = shedder;
        this.requestTimeout = requestTimeout;
        this.timeouts = new RequestTimeouts(vertx, requestTimeout);
        this.server = GrpcServer.server(
                vertx,
                new GrpcServerOptions()
                        .setScheduleDeadlineAutomatically(true)
                        .setDeadlinePropagation(true)
                        .setMaxMessageSize(MAX_MESSAGE_BYTES));
        this.health = HealthService.create(vertx);
    }

    /** Sets the service whose methods are bound afterwards. */
    public GrpcTransport service(ServiceName name, ServiceDescriptor descriptor) {
        this.name = name;
        this.contract = descriptor;
        this.service = Service.service(name, descriptor);
        return this;
    }

    /** Binds a method that requires a token with {@code scope}. */
    public <Q, R> GrpcTransport unary(ServiceMethod<Q, R> method, Scope scope, Unary<Q, R> handler) {
        return unary(method, (caller, request) -> {
            caller.require(scope);
            return handler.handle(caller, request);
        });
    }

    /** Binds a method that any valid token may call; the handler decides the rest. */
    public <Q, R> GrpcTransport unary(ServiceMethod<Q, R> method, Unary<Q, R> handler) {
        return unary(method, handler, GrpcCall::checkedMessage);
    }

    /**
     * Binds a method whose request is a batch. Its handler checks each item by {@link MessageCheck}, so that one that is wrong does
     * not refuse the others.
     */
    public <Q, R> GrpcTransport batch(ServiceMethod<Q, R> method, Scope scope, Unary<Q, R> handler) {
        Unary<Q, R> withinScope = (caller, request) -> {
            caller.require(scope);
            return handler.handle(caller, request);
        };
        return unary(method, withinScope, GrpcCall::message);
    }

    private <Q, R> GrpcTransport unary(
            ServiceMethod<Q, R> method, Unary<Q, R> handler, BiFunction<GrpcCall<Q, R>, Future<Q>, Future<Q>> read) {
        bind(method, request -> {
            var call = new GrpcCall<>(request, arriving);
            Deadline.begin(wait(request));
            timeouts.of(read.apply(call, request.last())
                            .compose(message -> shedder.admit(
                                    () -> caller(request).compose(caller -> handler.handle(caller, message)))))
                    .onComplete(call::answer, call::fail);
        });
        return this;
    }

    public <Q, R> GrpcTransport serverStream(ServiceMethod<Q, R> method, Scope scope, ServerStream<Q, R> handler) {
        bind(method, request -> {
            var call = new GrpcCall<>(request, arriving);
            Future.all(caller(request), call.checkedMessage(request.last()))
                    .compose(both -> {
                        Caller caller = both.resultAt(0);
                        caller.require(scope);
                        var responses = open(call, request, caller);
                        return handler.handle(caller, both.resultAt(1), responses, call.gone());
                    })
                    .onSuccess(ended -> call.end())
                    .onFailure(call::fail);
        });
        return this;
    }

    public <Q, R> GrpcTransport bidiStream(ServiceMethod<Q, R> method, Scope scope, BidiStream<Q, R> handler) {
        bind(method, request -> {
            var call = new GrpcCall<>(request, arriving);
            request.pause();
            caller(request)
                    .compose(caller -> {
                        caller.require(scope);
                        var responses = open(call, request, caller);
                        return handler.handle(caller, request, responses, call.gone());
                    })
                    .onComplete(ended -> call.end(), call::fail);
        });
        return this;
    }

    /** Opens the stream of a call, which ends with the caller's token. */
    private <Q, R> ResponseStream<R> open(GrpcCall<Q, R> call, GrpcServerRequest<Q, R> request, Caller caller) {
        streams.requireRoom();
        var responses = new ResponseStream<>(call, request.response());
        var stream = streams.open(responses);
        responses.opened(stream);
        stream.authorize(caller);
        call.gone().onComplete(over -> stream.close());
        return responses;
    }

    /**
     * Builds the server. Health is the same for the service and for the whole server ("").
     *
     * @throws IllegalStateException when a method of the contract has no handler
     */
    public Handler<HttpServerRequest> server(Supplier<Future<Boolean>> ready) {
        requireAllBound();
        server.addService(service.build());
        server.addService(health.register(name, ready).register("", ready));
        new Reflection(List.of(contract, health.descriptor())).mount(server);
        return request -> {
            if (!CallHead.refuse(request)) {
                arriving = request;
                server.handle(request);
            }
        };
    }

    private <Q, R> void bind(ServiceMethod<Q, R> method, Handler<GrpcServerRequest<Q, R>> handler) {
        service.bind(method, handler);
        bound.add(method.methodName());
    }

    private void requireAllBound() {
        var unbound = contract.getMethods().stream()
                .map(MethodDescriptor::getName)
                .filter(method -> !bound.contains(method))
                .toList();
        if (!unbound.isEmpty()) {
            throw new IllegalStateException("The contract of " + name.fullyQualifiedName() + " has " + unbound
                    + ", but no handler is bound to it");
        }
    }

    /** How long the caller waits: as long as it says, at most the request timeout. */
    private Duration wait(GrpcServerRequest<?, ?> call) {
        long asked = call.timeout();
        return asked > 0 && asked < requestTimeout.toMillis() ? Duration.ofMillis(asked) : requestTimeout;
    }

    private Future<Caller> caller(GrpcServerRequest<?, ?> call) {
        return BearerToken.of(call.headers()).compose(tokens::verify);
    }
}
