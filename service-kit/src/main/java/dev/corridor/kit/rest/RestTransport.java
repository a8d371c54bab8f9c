package dev.corridor.kit.rest;

import dev.corridor.kit.concurrency.LoadShedder;
import dev.corridor.kit.concurrency.RequestTimeouts;
import dev.corridor.kit.contract.RequestContract;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.BearerToken;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.request.Deadline;
import dev.corridor.kit.request.ExactJson;
import dev.corridor.kit.request.RequestMediaType;
import dev.corridor.kit.request.RequestParameters;
import dev.corridor.kit.rest.ProblemResponse.Rendered;
import dev.corridor.kit.sse.ServerEvents;
import dev.corridor.kit.stream.OpenStreams;
import dev.corridor.kit.vertx.UpgradedConnection;
import dev.corridor.kit.websocket.UpgradeRequest;
import dev.corridor.kit.websocket.WebSocketStream;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * The REST transport of one service. Each operation of its contract takes one line in the service's {@code Rest...}
 * class. This class does what all operations have in common, in this order: correlation id, head, body limit, load shedding,
 * token, exact JSON, contract, operation, and failures as problem+json. Belongs to one verticle.
 */
public final class RestTransport {
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}/]+)}");
    private static final JsonObject NO_BODY = new JsonObject();

    private static final Duration DOCUMENT_FRESH = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final TokenVerifier tokens;
    private final LoadShedder shedder;
    private final OpenStreams streams;
    private final Duration requestTimeout;
    private final RequestTimeouts timeouts;
    private final Router router;
    private final RestContract contract;
    private final Map<String, Handler<RoutingContext>> operations = new HashMap<>();
    private long bodyLimit = 64 * 1024;
    private boolean hasWebSockets;
    private BiFunction<HttpServerRequest, Problem, Rendered> problems =
            (request, problem) -> ProblemResponse.rendered(problem);

    /** Authenticates and authorizes a request; the caller is null where no token is required. */
    @FunctionalInterface
    private interface Guard {
        Future<Caller> admit(RoutingContext context);
    }

    public RestTransport(
            Vertx vertx,
            RestContract contract,
            TokenVerifier tokens,
            LoadShedder shedder,
            OpenStreams streams,
            Duration requestTimeout) {
        this.vertx = vertx;
        this.streams = streams;
        this.tokens = tokens;
        this.shedder = shedder;
        this.requestTimeout = requestTimeout;
        this.timeouts = new RequestTimeouts(vertx, requestTimeout);
        this.contract = contract;
        this.router = BaseRouter.create(vertx, this::fail);
        document("/openapi.yaml", "application/yaml", contract.text());
    }

    /** Makes the transport of an API that has neither events nor WebSockets. */
    public static RestTransport withoutStreams(
            Vertx vertx, RestContract contract, TokenVerifier tokens, LoadShedder shedder, Duration requestTimeout) {
        return new RestTransport(vertx, contract, tokens, shedder, null, requestTimeout);
    }

    /** Sets the maximum size of a body, which is 64 KiB by default. Bodies are read on the event loop. */
    public RestTransport bodyLimit(int bytes) {
        bodyLimit = bytes;
        return this;
    }

    /** Sets the form in which failures are told, which is application/problem+json by default. */
    public RestTransport problems(BiFunction<HttpServerRequest, Problem, Rendered> rendering) {
        problems = rendering;
        return this;
    }

    private void fail(RoutingContext context) {
        ProblemResponse.send(context, problem -> problems.apply(context.request(), problem));
    }

    /** Handles an operation that requires a token with {@code scope}. */
    public RestTransport operation(String operationId, Scope scope, RestHandler handler) {
        return add(operationId, context -> caller(context).map(caller -> within(scope, caller)), handler);
    }

    /** Handles an operation that any valid token may call; the handler decides the rest. */
    public RestTransport operation(String operationId, RestHandler handler) {
        return add(operationId, this::caller, handler);
    }

    /** Handles an operation that requires no token; its caller is null. */
    public RestTransport publicOperation(String operationId, RestHandler handler) {
        return add(operationId, context -> Future.succeededFuture(), handler);
    }

    /**
     * Handles an operation that requires a token with {@code scope} and responds with server-sent events until one side
     * ends them. They end with the token.
     */
    public RestTransport events(String operationId, Scope scope, ServerEventsHandler handler) {
        var request = new RequestContract(contract, contract.openApi().operation(operationId));
        operations.put(operationId, context -> caller(context)
                .map(caller -> {
                    within(scope, caller);
                    var parameters = RequestParameters.of(context);
                    request.requireParameters(parameters);
                    if (context.request().method() == HttpMethod.HEAD) {
                        ServerEvents.endHead(context.response());
                        return caller;
                    }
                    streams.requireRoom();
                    var events = new ServerEvents(context.response(), streams, ProblemResponse::json);
                    start(events, caller, handler, new RestRequest(context, parameters, NO_BODY, Optional.empty()));
                    return caller;
                })
                .onFailure(context::fail));
        return this;
    }

    private static void start(ServerEvents events, Caller caller, ServerEventsHandler handler, RestRequest request) {
        events.stream().authorize(caller);
        try {
            handler.handle(caller, request, events);
        } catch (RuntimeException refused) {
            events.stream().close();
            throw refused;
        }
    }

    /**
     * Adds a WebSocket endpoint. A request that is no upgrade receives a problem, and so does one for which there is no
     * room.
     */
    public RestTransport webSocket(String path, BiConsumer<ServerWebSocket, WebSocketStream> handler) {
        hasWebSockets = true;
        router.get(path).handler(UpgradeRequest::require).handler(context -> {
            streams.requireRoom();
            var connection = context.request().connection();
            context.request()
                    .toWebSocket()
                    .onSuccess(socket -> {
                        UpgradedConnection.trim(connection);
                        handler.accept(socket, WebSocketStream.open(socket, streams));
                    })
                    .onFailure(notAnUpgrade -> context.fail(400));
        });
        return this;
    }

    /** Serves a document as it is, such as an AsyncAPI file. */
    public RestTransport document(String path, String contentType, Buffer content) {
        var reply = Reply.of(200, contentType, content).publicFor(DOCUMENT_FRESH);
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> reply.send(context.request()));
        return this;
    }

    /** Adds routes outside the contract: health, metrics, GraphQL. They run after correlation and before the body limit. */
    public RestTransport routes(Handler<Router> addRoutes) {
        addRoutes.handle(router);
        return this;
    }

    /** Builds the router. @throws IllegalStateException when an operation of the contract has no handler */
    public Router router() {
        BaseRouter.readBodies(vertx, router, bodyLimit, requestTimeout);
        contract.openApi().getPaths().forEach(path -> path.getOperations()
                .forEach(operation -> route(path.getName(), operation)));
        var allowed = AllowedMethods.of(router);
        List.of(404, 405).forEach(status -> router.errorHandler(status, context -> unmatched(context, allowed)));
        return router;
    }

    /** Vert.x says 404 when the path matches a route before the last one that handled the request. */
    private static void unmatched(RoutingContext context, AllowedMethods allowed) {
        String methods = allowed.of(context.normalizedPath());
        if (methods.isEmpty()) {
            ProblemResponse.send(context);
        } else {
            context.response().putHeader(HttpHeaders.ALLOW, methods);
            ProblemResponse.send(
                    context, Problem.of(StandardError.METHOD_NOT_ALLOWED, "This path takes " + methods + "."));
        }
    }

    /** Adds an operation of the contract. HEAD is answered wherever GET is (RFC 9110, 9.1). */
    private void route(String path, Operation operation) {
        var route = router.route(operation.getHttpMethod(), routerPath(path)).handler(handlerOf(operation));
        if (operation.getHttpMethod().equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
    }

    public boolean hasWebSockets() {
        return hasWebSockets;
    }

    private RestTransport add(String operationId, Guard guard, RestHandler handler) {
        var request = new RequestContract(contract, contract.openApi().operation(operationId));
        operations.put(operationId, context -> timeouts.of(shedder.admit(
                        () -> guard.admit(context).compose(caller -> answer(context, caller, request, handler))))
                .onComplete(reply -> reply.send(context.request()), context::fail));
        return this;
    }

    private Handler<RoutingContext> handlerOf(Operation operation) {
        var handler = operations.get(operation.getOperationId());
        if (handler == null) {
            throw new IllegalStateException(
                    "The contract has " + operation.getOperationId() + ", but no handler is bound to it");
        }
        return handler;
    }

    /** Converts a path of the contract, "/users/{id}", to one of the router, "/users/:id". */
    private static String routerPath(String path) {
        return PATH_PARAMETER.matcher(path).replaceAll(":$1");
    }

    private Future<Caller> caller(RoutingContext context) {
        return BearerToken.of(context.request().headers()).compose(tokens::verify);
    }

    private static Caller within(Scope scope, Caller caller) {
        if (!caller.has(scope)) {
            throw Problem.of(StandardError.FORBIDDEN, "This needs a token with the scope " + scope.value() + ".");
        }
        return caller;
    }

    private Future<Reply> answer(RoutingContext context, Caller caller, RequestContract contract, RestHandler handler) {
        Deadline.begin(requestTimeout);
        var parameters = RequestParameters.of(context);
        contract.requireParameters(parameters);
        var document = contract.requireMediaType(mediaType(context));
        var buffer = context.body().buffer();
        boolean hasBody = buffer != null && buffer.length() > 0;
        JsonObject body = hasBody && document.isEmpty() ? ExactJson.object(buffer) : NO_BODY;
        if (document.isEmpty()) {
            contract.requireBody(body, hasBody);
        }
        return handler.handle(caller, new RestRequest(context, parameters, body, document));
    }

    private static RequestMediaType mediaType(RoutingContext context) {
        return RequestMediaType.of(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
    }
}
