package dev.corridor.wso2.bootstrap;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestUtils;
import io.vertx.openapi.validation.RequestValidator;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Stand-in of WSO2 API Manager: records every request, refuses what the description of WSO2's APIs does not allow, and behaves as
 * WSO2 does when it starts slowly, expires a token, loses a deployment or dies.
 */
final class StandInManager {
    private static final String CONTRACT = "wso2/manager-api.yaml";
    private static final Set<String> LOGINS = Set.of("token", "registerBootstrapClient");

    WsoState state = new WsoState();
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** Requests that WSO2's descriptions do not allow. */
    final List<String> violations = new CopyOnWriteArrayList<>();
    /** How many registrations are answered 404, as while WSO2 starts. */
    final AtomicInteger notStarted = new AtomicInteger();
    /** Path whose service answers 404 itself; null: none does. */
    volatile String unknownToService;
    /** After how many changes the connection breaks: the change is made, and nobody hears of it; 0: never. */
    final AtomicInteger breakAfter = new AtomicInteger();

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger changes = new AtomicInteger();
    private final OpenAPIContract contract;
    private final RequestValidator validator;
    private final HttpServer server;

    StandInManager() {
        contract = await(OpenAPIContract.from(vertx, CONTRACT));
        validator = RequestValidator.create(vertx, contract);
        server = await(vertx.createHttpServer().requestHandler(this::receive).listen(0, "127.0.0.1"));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Forgets everything, as a WSO2 whose database is new. */
    void reset() {
        state = new WsoState();
        requests.clear();
        violations.clear();
        notStarted.set(0);
        breakAfter.set(0);
        unknownToService = null;
        changes.set(0);
    }

    /** Returns the requests that change something; logging in is none. */
    List<String> changes() {
        return requests.stream()
                .filter(request -> !request.startsWith("GET "))
                .filter(request -> !request.contains("/oauth2/token") && !request.contains("/client-registration/"))
                .toList();
    }

    void close() {
        await(vertx.close());
    }

    private void receive(HttpServerRequest request) {
        requests.add(request.method() + " " + request.uri());
        var operation = contract.findOperation(request.path(), request.method());
        if (operation == null) {
            gateway(request);
            return;
        }
        request.body()
                .compose(body -> validate(request, operation, body)
                        .onSuccess(valid -> answer(new StandInCall(operation, request, body))))
                .onFailure(failure -> refuse(request, failure));
    }

    private Future<?> validate(HttpServerRequest request, Operation operation, Buffer body) {
        var described =
                operation.getParameters().stream().map(Parameter::getName).collect(Collectors.toSet());
        request.params().names().stream()
                .filter(parameter -> !described.contains(parameter))
                .forEach(unknown -> violations.add(operation.getOperationId() + ": there is no parameter " + unknown));
        return RequestUtils.extract(request, operation, () -> Future.succeededFuture(body))
                .compose(read -> validator.validate(read, operation.getOperationId()));
    }

    private void answer(StandInCall call) {
        String name = call.name();
        if (name.equals("registerBootstrapClient") && notStarted.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            call.request().response().setStatusCode(404).end();
            return;
        }
        if (!mayCall(call)) {
            call.request().response().setStatusCode(401).end("{\"code\": 900901}");
            return;
        }
        var reply = state.execute(call);
        boolean isChange = !call.request().method().equals(HttpMethod.GET) && !LOGINS.contains(name);
        if (isChange && changes.incrementAndGet() == breakAfter.get()) {
            call.request().connection().close();
            return;
        }
        call.request()
                .response()
                .setStatusCode(reply.status())
                .putHeader("content-type", "application/json")
                .end(reply.body().encode());
    }

    private boolean mayCall(StandInCall call) {
        var scopes = call.operation().getOpenAPIModel().getJsonArray("x-scopes");
        String authorization = String.valueOf(call.request().getHeader("authorization"));
        if (scopes == null) {
            return authorization.startsWith("Basic ");
        }
        return authorization.startsWith("Bearer ")
                && state.mayUse(
                        authorization.substring("Bearer ".length()),
                        scopes.stream().map(String::valueOf).toList());
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        violations.add(request.method() + " " + request.path() + ": " + failure);
        request.response().setStatusCode(400).end("{\"description\": \"invalid\"}");
    }

    /** The gateway: an API that is not deployed is 404, one that is asks for a token; a wrong path has a code of its own. */
    private void gateway(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith("/api/am") || path.startsWith("/oauth2") || path.startsWith("/api/identity")) {
            violations.add(request.method() + " " + path + " is not described");
        }
        boolean isDeployed = state.isDeployed(path);
        if (isDeployed && path.equals(unknownToService)) {
            request.response().setStatusCode(404).end("{\"status\": 404, \"code\": \"not_found\"}");
            return;
        }
        request.response()
                .setStatusCode(isDeployed ? 401 : 404)
                .end("{\"code\": \"" + (isDeployed ? "900902" : "404") + "\"}");
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
