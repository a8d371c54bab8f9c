package dev.corridor.kit.door;

import dev.corridor.kit.correlation.Correlation;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestValidator;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A service's REST door. Every operation of its contract gets one line in the service's {@code Rest...} class; what is
 * common to all of them happens here, in this order: correlation id, body limit, token, exact JSON, the contract, the
 * operation, and any failure as problem+json. Belongs to one verticle.
 */
public final class RestDoor {
    private static final long MAX_BODY_BYTES = 64 * 1024;
    private static final String CALLER = "corridor.caller";
    private static final String BODY = "corridor.body";
    private static final JsonObject NO_BODY = new JsonObject();
    private static final List<Integer> STATUSES_OF_THE_ROUTER =
            List.of(400, 401, 403, 404, 405, 406, 413, 415, 500, 501);

    private final TokenVerifier tokens;
    private final Duration requestTimeout;
    private final Router router;
    private final RouterBuilder operations;
    private final RestContract contract;
    private final RequestExtractor extractor = RequestExtractor.withBodyHandler();
    private final RequestValidator validator;
    private final Set<String> handled = new HashSet<>();

    RestDoor(Vertx vertx, RestContract contract, TokenVerifier tokens, Duration requestTimeout) {
        this.tokens = tokens;
        this.requestTimeout = requestTimeout;
        this.contract = contract;
        this.operations = RouterBuilder.create(vertx, contract.openApi());
        this.validator = RequestValidator.create(vertx, contract.openApi());
        this.router = Router.router(vertx);
        router.route().order(-100).handler(RestDoor::correlate).failureHandler(ProblemResponse::send);
        STATUSES_OF_THE_ROUTER.forEach(status -> router.errorHandler(status, ProblemResponse::send));
        router.get("/openapi.yaml").handler(context -> text(context, "application/yaml", contract.text()));
    }

    /** An operation that needs a token with {@code scope}. */
    public RestDoor operation(String operationId, Scope scope, RestHandler handler) {
        return add(operationId, context -> authenticate(context, scope), handler);
    }

    /** An operation that any valid token may call; the handler decides the rest. */
    public RestDoor operation(String operationId, RestHandler handler) {
        return add(operationId, context -> authenticate(context, null), handler);
    }

    /** An operation without a token; its caller is null. */
    public RestDoor publicOperation(String operationId, RestHandler handler) {
        return add(operationId, RoutingContext::next, handler);
    }

    /** A WebSocket endpoint; a request there that is no upgrade is answered with a problem. */
    public RestDoor webSocket(String path, Handler<ServerWebSocket> handler) {
        router.get(path).handler(context -> context.request()
                .toWebSocket()
                .onSuccess(handler)
                .onFailure(notAnUpgrade -> context.fail(400)));
        return this;
    }

    /** A resource of the class path served as it is, such as an AsyncAPI file. */
    public RestDoor document(String path, String contentType, Buffer content) {
        router.get(path).handler(context -> text(context, contentType, content));
        return this;
    }

    /** For routes outside the contract: health, metrics, GraphQL. They run after correlation and before the body limit. */
    public RestDoor routes(Handler<Router> addRoutes) {
        addRoutes.handle(router);
        return this;
    }

    /** The finished router. Every operation of the contract must have been given a handler. */
    Router router() {
        contract.openApi().operations().forEach(this::requireHandler);
        router.route().handler(RestDoor::takeFormAsJson);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.route("/*").subRouter(operations.createRouter());
        return router;
    }

    private RestDoor add(String operationId, Handler<RoutingContext> guard, RestHandler handler) {
        var route = operations.getRoute(operationId);
        Operation operation = route.getOperation();
        handled.add(operationId);
        route.setDoValidation(false)
                .setDoSecurity(false)
                .addHandler(guard)
                .addHandler(RestDoor::readJson)
                .addHandler(context -> validate(context, operation))
                .addHandler(context -> answer(context, handler));
        return this;
    }

    private void requireHandler(Operation operation) {
        if (!handled.contains(operation.getOperationId())) {
            throw new IllegalStateException(
                    "The contract has " + operation.getOperationId() + ", but nothing handles it");
        }
    }

    private static void correlate(RoutingContext context) {
        String id = Correlation.accept(context.request().getHeader(Correlation.HEADER), Correlation::fresh);
        Correlation.begin(id);
        context.response().putHeader(Correlation.HEADER, id);
        if (isReadable(context)) {
            context.next();
        } else {
            context.fail(400);
        }
    }

    /** Vert.x meets a malformed escape, such as %zz, only while it routes, where it would be our fault. */
    private static boolean isReadable(RoutingContext context) {
        try {
            return context.normalizedPath() != null && context.queryParams() != null;
        } catch (IllegalArgumentException | HttpException malformed) {
            return false;
        }
    }

    /** curl -d says "form" whatever it sends. No operation takes a form, so that type can only mean JSON. */
    private static void takeFormAsJson(RoutingContext context) {
        var headers = context.request().headers();
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type == null || type.startsWith("application/x-www-form-urlencoded")) {
            headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        context.next();
    }

    private void authenticate(RoutingContext context, Scope scope) {
        BearerToken.of(context.request().headers())
                .compose(tokens::verify)
                .onSuccess(caller -> {
                    if (scope != null && !caller.has(scope)) {
                        context.fail(Problem.of(
                                StandardError.FORBIDDEN, "This needs a token with the scope " + scope.value() + "."));
                        return;
                    }
                    context.put(CALLER, caller).next();
                })
                .onFailure(context::fail);
    }

    private static void readJson(RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body != null && body.length() > 0) {
            context.put(BODY, ExactJson.object(body));
        }
        context.next();
    }

    private void validate(RoutingContext context, Operation operation) {
        extractor
                .extractValidatableRequest(context, operation)
                .compose(request -> validator.validate(request, operation.getOperationId()))
                .onSuccess(valid -> context.next())
                .onFailure(context::fail);
    }

    private void answer(RoutingContext context, RestHandler handler) {
        var request = new RestRequest(context, context.get(BODY, NO_BODY));
        handler.handle(context.<Caller>get(CALLER), request)
                .timeout(requestTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(reply -> send(context.response(), reply))
                .onFailure(context::fail);
    }

    private static void send(HttpServerResponse response, Reply reply) {
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        response.end(reply.body());
    }

    private static void text(RoutingContext context, String contentType, Buffer content) {
        context.response().putHeader("content-type", contentType).end(content);
    }
}
