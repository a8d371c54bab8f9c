package dev.corridor.kit.grpc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
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
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import io.vertx.grpc.server.ServiceBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
    private final Map<String, BoundMethod> bound = new HashMap<>();
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
        return unary(method, handler, GrpcCall::checkedMessage, GrpcTransport::checked);
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
        return unary(method, withinScope, GrpcCall::message, UnaryOperator.identity());
    }

    private <Q, R> GrpcTransport unary(
            ServiceMethod<Q, R> method,
            Unary<Q, R> handler,
            BiFunction<GrpcCall<Q, R>, Future<Q>, Future<Q>> read,
            UnaryOperator<Message> check) {
        BoundMethod.Unary direct = (headers, message) -> {
            Deadline.begin(requestTimeout);
            return timeouts.of(shedder.admit(() -> caller(headers)
                    .compose(caller -> handler.handle(caller, request(check.apply(message.get()))))
                    .map(Message.class::cast)));
        };
        bind(method, direct, request -> {
            var call = new GrpcCall<>(request, arriving);
            Deadline.begin(wait(request));
            timeouts.of(read.apply(call, request.last())
                            .compose(message -> shedder.admit(() ->
                                    caller(request.headers()).compose(caller -> handler.handle(caller, message)))))
                    .onComplete(call::answer, call::fail);
        });
        return this;
    }

    public <Q, R> GrpcTransport serverStream(ServiceMethod<Q, R> method, Scope scope, ServerStream<Q, R> handler) {
        BoundMethod.ServerStream direct =
                (headers, message, outlet) -> caller(headers).compose(caller -> {
                    caller.require(scope);
                    Q request = request(checked(message.get()));
                    ResponseOutlet<R> responses = responses(outlet);
                    return begin(responses, handler.handle(caller, request, open(responses, caller), responses.gone()));
                });
        bind(method, direct, request -> {
            var call = new GrpcCall<>(request, arriving);
            Future.all(caller(request.headers()), call.checkedMessage(request.last()))
                    .compose(both -> {
                        Caller caller = both.resultAt(0);
                        caller.require(scope);
                        return handler.handle(caller, both.resultAt(1), open(call, caller), call.gone());
                    })
                    .onSuccess(ended -> call.end())
                    .onFailure(call::fail);
        });
        return this;
    }

    public <Q, R> GrpcTransport bidiStream(ServiceMethod<Q, R> method, Scope scope, BidiStream<Q, R> handler) {
        BoundMethod.BidiStream direct =
                (headers, messages, outlet) -> caller(headers).compose(caller -> {
                    caller.require(scope);
                    ResponseOutlet<R> responses = responses(outlet);
                    ReadStream<Q> requests = requests(messages);
                    return begin(
                            responses, handler.handle(caller, requests, open(responses, caller), responses.gone()));
                });
        bind(method, direct, request -> {
            var call = new GrpcCall<>(request, arriving);
            request.pause();
            caller(request.headers())
                    .compose(caller -> {
                        caller.require(scope);
                        return handler.handle(caller, request, open(call, caller), call.gone());
                    })
                    .onComplete(ended -> call.end(), call::fail);
        });
        return this;
    }

    /** Opens the stream of a call, which ends with the caller's token. */
    private <R> ResponseStream<R> open(ResponseOutlet<R> outlet, Caller caller) {
        streams.requireRoom();
        var responses = new ResponseStream<>(outlet);
        var stream = streams.open(responses);
        responses.opened(stream);
        stream.authorize(caller);
        outlet.gone().onComplete(over -> stream.close());
        return responses;
    }

    /** A call that is refused at once has no head yet, so that its refusal can still be the response. */
    private static Future<?> begin(ResponseOutlet<?> responses, Future<?> ended) {
        if (!ended.failed()) {
            responses.begin();
        }
        return ended;
    }

    /**
     * Builds the server. Health is the same for the service and for the whole server ("").
     *
     * @param others handles the requests that are not gRPC
     * @throws IllegalStateException when a method of the contract has no handler
     */
    public Handler<HttpServerRequest> server(Supplier<Future<Boolean>> ready, Handler<HttpServerRequest> others) {
        requireAllBound();
        server.addService(service.build());
        server.addService(health.register(name, ready).register("", ready));
        new Reflection(List.of(contract, health.descriptor())).mount(server);
        return request -> {
            if (!CallHead.isCall(request)) {
                others.handle(request);
            } else if (!CallHead.refuse(request)) {
                arriving = request;
                server.handle(request);
            }
        };
    }

    /** Returns the methods that have been bound, in the order of the contract. */
    public List<BoundMethod> methods() {
        return contract.getMethods().stream()
                .map(method -> bound.get(method.getName()))
                .filter(Objects::nonNull)
                .toList();
    }

    private <Q, R> void bind(
            ServiceMethod<Q, R> method, BoundMethod.Invocation invocation, Handler<GrpcServerRequest<Q, R>> handler) {
        service.bind(method, handler);
        // An empty message decodes to the type's default instance, which no descriptor leads to.
        var empty = (Message) method.decoder().decode(GrpcMessage.message("identity", Buffer.buffer()));
        var descriptor = contract.findMethodByName(method.methodName());
        bound.put(method.methodName(), new BoundMethod(descriptor, empty, invocation));
    }

    private void requireAllBound() {
        var unbound = contract.getMethods().stream()
                .map(MethodDescriptor::getName)
                .filter(method -> !bound.containsKey(method))
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

    private Future<Caller> caller(MultiMap headers) {
        return BearerToken.of(headers).compose(tokens::verify);
    }

    private static Message checked(Message message) {
        MessageCheck.require(message);
        return message;
    }

    /** The casts are safe: a method's prototype, from which other transports make its requests, comes from its decoder. */
    @SuppressWarnings("unchecked")
    private static <Q> Q request(Message message) {
        return (Q) message;
    }

    @SuppressWarnings("unchecked")
    private static <Q> ReadStream<Q> requests(ReadStream<Message> messages) {
        return (ReadStream<Q>) messages;
    }

    @SuppressWarnings("unchecked")
    private static <R> ResponseOutlet<R> responses(ResponseOutlet<Message> outlet) {
        return (ResponseOutlet<R>) outlet;
    }
}
