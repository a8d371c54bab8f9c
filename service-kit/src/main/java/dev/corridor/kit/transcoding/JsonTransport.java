package dev.corridor.kit.transcoding;

import com.google.protobuf.Message;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.BoundMethod;
import dev.corridor.kit.request.Accept;
import dev.corridor.kit.request.RequestMediaType;
import dev.corridor.kit.request.RequestParameters;
import dev.corridor.kit.rest.BaseRouter;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.transcoding.HttpBindings.Match;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Transport that serves the methods of a gRPC service as JSON over HTTP/1.1 and HTTP/2, by their paths in google.api.http. A request
 * reaches the same handler as a gRPC call, through the same guards; failures are problem+json, as REST tells them. Belongs to one
 * verticle.
 */
public final class JsonTransport implements Handler<HttpServerRequest> {
    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final String JSON = "application/json";
    private static final String MATCH = "corridor.binding";
    /** A path that gRPC prescribes, such as /payment.v1.PaymentService/Process. */
    private static final Pattern NATIVE = Pattern.compile("/[\\w.]*\\w\\.\\w+/\\w+");

    private final Vertx vertx;
    private final HttpBindings bindings;
    private final Router router;

    /** @throws IllegalStateException when a binding in the contract does not fit its method */
    public JsonTransport(Vertx vertx, List<BoundMethod> methods, Duration requestTimeout) {
        this.vertx = vertx;
        this.bindings = new HttpBindings(methods);
        this.router = BaseRouter.create(vertx, ProblemResponse::send);
        router.route().handler(this::find);
        router.route().handler(this::exchange);
        BaseRouter.readBodies(vertx, router, MAX_BODY_BYTES, requestTimeout);
        router.route().handler(this::call);
    }

    @Override
    public void handle(HttpServerRequest request) {
        router.handle(request);
    }

    private void find(RoutingContext context) {
        var request = context.request();
        var match = bindings.find(request.method(), request.path());
        if (match.isEmpty()) {
            refuse(context, request.path());
            return;
        }
        context.put(MATCH, match.get());
        context.next();
    }

    private void refuse(RoutingContext context, String path) {
        String allowed = bindings.allowed(path);
        if (!allowed.isEmpty()) {
            context.response().putHeader(HttpHeaders.ALLOW, allowed);
            context.fail(Problem.of(StandardError.METHOD_NOT_ALLOWED, "This path takes " + allowed + "."));
        } else if (NATIVE.matcher(path).matches()) {
            String json = bindings.ofNativePath(path)
                    .map(binding -> " As JSON, call " + binding.method() + " " + binding.template() + ".")
                    .orElse("");
            context.fail(Problem.of(
                    StandardError.UNSUPPORTED_MEDIA_TYPE,
                    "This path takes gRPC: call it over HTTP/2 with the content type application/grpc." + json));
        } else {
            context.fail(404);
        }
    }

    /** Starts a call in which both sides stream, whose body is read as it comes. */
    private void exchange(RoutingContext context) {
        Match match = context.get(MATCH);
        if (!(match.binding().rpc().invocation() instanceof BoundMethod.BidiStream method)) {
            context.next();
            return;
        }
        requireType(context, StreamFormat.LINES.mediaType());
        var responses = responses(context, match);
        var requests = new RequestLines(context.request(), match, responses);
        finish(context, responses, method.call(context.request().headers(), requests, responses));
    }

    private void call(RoutingContext context) {
        Match match = context.get(MATCH);
        var headers = context.request().headers();
        if (match.binding().rpc().invocation() instanceof BoundMethod.Unary method) {
            method.call(headers, () -> read(context, match))
                    .map(message ->
                            ResponseWriter.write(message, match.binding().responseBody()))
                    .onSuccess(json -> Reply.of(200, JSON, Buffer.buffer(json)).send(context.request()))
                    .onFailure(context::fail);
        } else if (match.binding().rpc().invocation() instanceof BoundMethod.ServerStream method) {
            var responses = responses(context, match);
            finish(context, responses, method.call(headers, () -> read(context, match), responses));
        }
    }

    private static Message read(RoutingContext context, Match match) {
        var body = context.body().buffer();
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (body != null && body.length() > 0 && !RequestMediaType.of(type).isJson()) {
            throw Problem.of(
                    StandardError.UNSUPPORTED_MEDIA_TYPE, "The body is of another type than application/json.");
        }
        return new RequestReader(match)
                .read(
                        body,
                        RequestParameters.parse(context.request().query()),
                        context.request().headers());
    }

    private static void requireType(RoutingContext context, String expected) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (!RequestMediaType.of(type).name().equals(expected)) {
            throw Problem.of(
                    StandardError.UNSUPPORTED_MEDIA_TYPE, "The body is of another type than " + expected + ".");
        }
    }

    private StreamResponses responses(RoutingContext context, Match match) {
        var accept = Accept.of(Optional.ofNullable(context.request().getHeader(HttpHeaders.ACCEPT)));
        boolean isEvents = accept.prefers(StreamFormat.EVENTS.mediaType(), StreamFormat.LINES.mediaType());
        return new StreamResponses(
                vertx, context.request(), match.binding(), isEvents ? StreamFormat.EVENTS : StreamFormat.LINES);
    }

    private static void finish(RoutingContext context, StreamResponses responses, Future<?> ended) {
        ended.onSuccess(done -> responses.end()).onFailure(failure -> {
            if (responses.hasBegun()) {
                responses.fail(failure);
            } else {
                responses.leave();
                context.fail(failure);
            }
        });
    }
}
