package dev.corridor.gateway.api.graphql;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.GraphqlProblem;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the {@code extensions} of a GraphQL error: the members of a problem, in the words of GraphQL. */
final class ErrorExtensions {
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
        problem.extensions().forEach((member, value) -> extensions.put(GraphqlProblem.camelCase(member), value));
        return extensions;
    }
}
