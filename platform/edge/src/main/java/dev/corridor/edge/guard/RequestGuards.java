package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Operation;
import dev.corridor.edge.error.GatewayError;
import dev.corridor.edge.proxy.ProxyHeaders;
import dev.corridor.edge.proxy.QueryToken;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.BearerToken;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.request.RequestHead;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks that a request passes before it is proxied, in the order of the methods. */
public final class RequestGuards {
    /** Path segments "." and "..", plain or percent-encoded. */
    private static final Pattern DOT_SEGMENTS = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");

    private static final int MAX_HEADERS_BYTES = 8 * 1024;
    /** What HTTP/2 adds to the size of each header (RFC 9113, section 6.5.2). */
    private static final int BYTES_PER_HEADER = 32;

    private final TokenVerifier tokens;
    private final Subscriptions subscriptions;

    public RequestGuards(TokenVerifier tokens, Subscriptions subscriptions) {
        this.tokens = tokens;
        this.subscriptions = subscriptions;
    }

    /**
     * Gives the request a correlation id, refuses a head that a service might understand differently, and removes the headers that
     * only the edge may set.
     */
    public void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause();
        String correlationId = identify(request);
        RequestHead.problemOf(request)
                .or(() -> tooLarge(request))
                .or(() -> undecodable(context))
                .ifPresentOrElse(problem -> refuse(context, problem), () -> {
                    ProxyHeaders.admit(request, correlationId);
                    context.next();
                });
    }

    /** Over HTTP/1.1 Vert.x counts while it reads. */
    private static Optional<Problem> tooLarge(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            return Optional.empty();
        }
        long bytes = request.headers().entries().stream()
                .mapToLong(
                        header -> header.getKey().length() + header.getValue().length() + BYTES_PER_HEADER)
                .sum();
        return bytes <= MAX_HEADERS_BYTES
                ? Optional.empty()
                : Optional.of(Problem.of(
                        StandardError.HEADERS_TOO_LARGE,
                        "The headers have " + bytes + " bytes, and at most " + MAX_HEADERS_BYTES + " are read."));
    }

    private static Optional<Problem> undecodable(RoutingContext context) {
        try {
            context.normalizedPath();
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.of(Problem.of(StandardError.INVALID_REQUEST, "The path cannot be decoded."));
        }
    }

    /** The connection is closed, because nobody knows where the body ends and the next request begins. */
    private static void refuse(RoutingContext context, Problem problem) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader("connection", "close");
            context.addEndHandler(sent -> context.request().connection().close());
        }
        context.fail(problem);
    }

    public String identify(HttpServerRequest request) {
        String id = Correlation.accept(request.getHeader(Correlation.HEADER_NAME), Correlation::fresh);
        Correlation.begin(id);
        request.response().putHeader(Correlation.HEADER_NAME, id);
        return id;
    }

    /**
     * Refuses a path that the API does not serve to callers. One that belongs to the API only after decoding or normalization, or
     * contains dot segments, is refused as well: the service might resolve it to another path than the edge did.
     */
    public Handler<RoutingContext> requirePublicPath(Api api) {
        return context -> {
            String path = context.request().path();
            if (api.serves(path) && !hasDotSegments(path)) {
                context.next();
            } else {
                context.fail(404);
            }
        };
    }

    /** The expression is for the few paths that have a dot after a slash, or a percent sign. */
    private static boolean hasDotSegments(String path) {
        return (path.contains("/.") || path.indexOf('%') >= 0)
                && DOT_SEGMENTS.matcher(path).find();
    }

    /** Refuses a request without a valid token, or whose token has none of the operation's scopes. */
    public Handler<RoutingContext> authenticate(Api api) {
        return context -> {
            if (api.kind() == Api.Kind.WEBSOCKET) {
                QueryToken.toHeader(context.request());
            }
            GatewayRequest request = GatewayRequest.begin(context, api);
            if (!request.needsToken()) {
                context.next();
                return;
            }
            Operation operation = request.operation().orElse(null);
            boolean isKnown = operation != null && !operation.scopes().isEmpty();
            String endpoint = isKnown ? api.name() + " " + operation.id() : api.name();
            verify(context, endpoint, isKnown ? operation.scopes() : api.scopes())
                    .onSuccess(caller -> {
                        request.authenticated(caller);
                        context.next();
                    })
                    .onFailure(context::fail);
        };
    }

    /** Refuses a caller whose application has not subscribed to the API. */
    public Handler<RoutingContext> requireSubscription(Api api) {
        return context -> {
            GatewayRequest request = GatewayRequest.of(context);
            Caller caller = request.caller().orElse(null);
            var entitlement =
                    caller == null ? Optional.of(Subscriptions.ofUsers(api)) : subscriptions.find(caller, api);
            entitlement.ifPresentOrElse(
                    found -> {
                        request.entitled(found);
                        context.next();
                    },
                    () -> context.fail(Problem.of(
                            GatewayError.NOT_SUBSCRIBED,
                            "The application has no subscription to " + api.name() + " " + api.version() + ".")));
        };
    }

    /** Refuses a request to one of the edge's own endpoints without a valid token that has the scope. */
    public Handler<RoutingContext> authenticate(String endpoint, Scope scope) {
        return context -> verify(context, endpoint, Set.of(scope.value()))
                .onSuccess(caller -> context.next())
                .onFailure(context::fail);
    }

    private Future<Caller> verify(RoutingContext context, String endpoint, Set<String> scopes) {
        return BearerToken.of(context.request().headers())
                .recover(missing ->
                        Future.failedFuture(Problem.of(GatewayError.MISSING_CREDENTIALS, "There is no bearer token.")))
                .compose(token -> tokens.verify(token).recover(failure -> invalid(context, failure)))
                .map(caller -> requireScope(context, endpoint, scopes, caller));
    }

    /** Says why by RFC 6750's codes, which tell a client whether a new token would help. */
    private static Future<Caller> invalid(RoutingContext context, Throwable failure) {
        if (failure instanceof Problem problem && problem.is(StandardError.UNAUTHENTICATED)) {
            context.response().putHeader("www-authenticate", "Bearer error=\"invalid_token\"");
            return Future.failedFuture(Problem.of(GatewayError.INVALID_CREDENTIALS, problem.detail()));
        }
        return Future.failedFuture(failure);
    }

    private static Caller requireScope(RoutingContext context, String endpoint, Set<String> scopes, Caller caller) {
        if (!scopes.isEmpty() && scopes.stream().noneMatch(caller.scopes()::contains)) {
            var sorted = scopes.stream().sorted().toList();
            context.response()
                    .putHeader(
                            "www-authenticate",
                            "Bearer error=\"insufficient_scope\", scope=\"" + String.join(" ", sorted) + "\"");
            throw Problem.of(GatewayError.INSUFFICIENT_SCOPE, endpoint + " needs one of the scopes " + sorted + ".");
        }
        return caller;
    }
}
