package dev.corridor.gateway.api.graphql;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.Correlation;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds the {@code extensions} of a GraphQL error: the members of a problem, in the words of GraphQL. */
final class ErrorExtensions {
    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    private ErrorExtensions() {}

    /** Makes the error of a request that is refused before any field runs. */
    static GraphQLError error(Problem problem, ErrorWords words) {
        return GraphqlErrorBuilder.newError()
                .message("%s", problem.detail())
                .extensions(of(problem, words))
                .build();
    }

    static Map<String, Object> of(Problem problem, ErrorWords words) {
        var extensions = new LinkedHashMap<String, Object>();
        extensions.put("code", problem.code().code());
        extensions.put("advice", words.translate(problem.code().advice()));
        extensions.put("correlationId", Correlation.current());
        if (problem.code().isTransient()) {
            extensions.put("retryAfter", Problem.RETRY_AFTER.toSeconds());
        }
        problem.extensions().forEach((member, value) -> extensions.put(camelCase(member), value));
        return extensions;
    }

    private static String camelCase(String snake) {
        return SNAKE.matcher(snake)
                .replaceAll(letter -> Matcher.quoteReplacement(letter.group(1).toUpperCase(Locale.ROOT)));
    }
}
