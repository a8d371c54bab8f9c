package dev.corridor.kit.rest;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.Correlation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Renders a problem as the response to a GraphQL request that was refused before it was executed (GraphQL over HTTP, 6.4.2). */
public final class GraphqlProblem {
    public static final String MEDIA_TYPE = "application/graphql-response+json";

    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    private GraphqlProblem() {}

    /** Renders the response; {@code retryAfter} is told only where the problem passes by itself. */
    public static JsonObject json(Problem problem, Duration retryAfter) {
        var extensions = new JsonObject()
                .put("code", problem.code().code())
                .put("advice", problem.code().advice())
                .put("correlationId", Correlation.current());
        if (problem.code().isTransient()) {
            extensions.put("retryAfter", retryAfter.toSeconds());
        }
        problem.extensions().forEach((member, value) -> extensions.put(camelCase(member), value));
        var error = new JsonObject().put("message", problem.detail()).put("extensions", extensions);
        return new JsonObject().put("errors", new JsonArray().add(error));
    }

    /** Spells the name of a problem's member as GraphQL spells names. */
    public static String camelCase(String snake) {
        return SNAKE.matcher(snake)
                .replaceAll(letter -> Matcher.quoteReplacement(letter.group(1).toUpperCase(Locale.ROOT)));
    }
}
