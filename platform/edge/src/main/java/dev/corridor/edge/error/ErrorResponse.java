package dev.corridor.edge.error;

import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.ApiConfig;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Accept;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.GraphqlProblem;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.rest.ProblemResponse.Rendered;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Renders a refusal in the form that its caller reads: GraphQL's at a GraphQL API, WSO2's {@code {"code","message","description"}}
 * for a client that accepts application/json and does not name application/problem+json, and problem+json (RFC 9457) for all
 * others. Refusals of gRPC calls are written by the gRPC proxy.
 */
public final class ErrorResponse {
    private static final String JSON = "application/json";

    /** WSO2's form of a time, such as 2026-Dec-01 10:00:00+0000 UTC. */
    private static final DateTimeFormatter ACCESS_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MMM-dd HH:mm:ssZ 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final ApiConfig apis;
    private final Clock clock;

    public ErrorResponse(ApiConfig apis, Clock clock) {
        this.apis = apis;
        this.clock = clock;
    }

    /** Writes the failure of a request; a failure handler for a router. */
    public void send(RoutingContext context) {
        ProblemResponse.send(context, problem -> render(context.request(), problem));
    }

    /** Renders a problem for a request. Retry-After must already be among the headers of the response, if it is not a second. */
    public Rendered render(HttpServerRequest request, Problem problem) {
        var accept = Accept.of(Optional.ofNullable(request.getHeader("accept")));
        if (isGraphql(request.path())) {
            String mediaType = accept.prefers(GraphqlProblem.MEDIA_TYPE, JSON) ? GraphqlProblem.MEDIA_TYPE : JSON;
            return new Rendered(
                    mediaType,
                    GraphqlProblem.json(problem, retryAfter(request, problem)).toBuffer());
        }
        return accept.prefers(JSON, ProblemResponse.MEDIA_TYPE) && !accept.names(ProblemResponse.MEDIA_TYPE)
                ? new Rendered(JSON, gateway(request, problem).toBuffer())
                : new Rendered(
                        ProblemResponse.MEDIA_TYPE,
                        ProblemResponse.json(problem).toBuffer());
    }

    private boolean isGraphql(String path) {
        return path != null && apis.apis().stream().anyMatch(api -> api.kind() == Kind.GRAPHQL && api.covers(path));
    }

    private static Duration retryAfter(HttpServerRequest request, Problem problem) {
        String given = request.response().headers().get("retry-after");
        return given == null || !problem.code().isTransient()
                ? Problem.RETRY_AFTER
                : Duration.ofSeconds(Long.parseLong(given));
    }

    /** WSO2's body of an error, with the correlation id in addition. */
    private JsonObject gateway(HttpServerRequest request, Problem problem) {
        boolean isOwn = problem.code() instanceof GatewayError;
        var json = new JsonObject()
                .put("code", isOwn ? ((GatewayError) problem.code()).gatewayCode() : codeOf(problem))
                .put(
                        "message",
                        isOwn
                                ? ((GatewayError) problem.code()).message()
                                : messageOf(problem.code().fault()))
                .put("description", problem.detail())
                .put("correlation_id", Correlation.current());
        return problem.code().fault() == Fault.TOO_MANY
                ? json.put("nextAccessTime", ACCESS_TIME.format(clock.instant().plus(retryAfter(request, problem))))
                : json;
    }

    /** Synapse's codes for backends that cannot be reached or are late; the status for what WSO2 has no code of its own. */
    private static String codeOf(Problem problem) {
        Map<Fault, String> codes =
                Map.of(Fault.INTERNAL, "900900", Fault.UNAVAILABLE, "101503", Fault.TIMEOUT, "101504");
        return problem.is(StandardError.OVERLOADED)
                ? "900801"
                : codes.getOrDefault(
                        problem.code().fault(),
                        String.valueOf(problem.code().fault().httpStatus()));
    }

    private static String messageOf(Fault fault) {
        return switch (fault) {
            case UNAVAILABLE, TIMEOUT -> "Runtime Error";
            case INTERNAL -> "Internal Error";
            case UNAUTHENTICATED -> GatewayError.INVALID_CREDENTIALS.message();
            default -> {
                String words = fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                yield Character.toUpperCase(words.charAt(0)) + words.substring(1);
            }
        };
    }
}
