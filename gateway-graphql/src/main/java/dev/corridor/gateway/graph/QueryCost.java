package dev.corridor.gateway.graph;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.FieldComplexityEnvironment;
import java.util.Set;

/** What a query costs, before it runs: calls to services weigh most, and a list costs its items times their number. */
final class QueryCost implements FieldComplexityCalculator {
    /** Some 40 calls, or two full pages of payments with every field; introspection costs less than 1,000. */
    static final int MAX = 4_000;

    private static final int CALL = 100;
    /** A query has at most some thousand fields; their sum stays within an int. */
    private static final int LARGEST = 1_000_000;

    private static final Set<String> TYPES_OF_CALLS = Set.of("Query", "Mutation", "UserDashboard");

    @Override
    public int calculate(FieldComplexityEnvironment field, int costOfChildren) {
        long cost = ownCost(field) + (long) items(field) * costOfChildren;
        return (int) Math.min(cost, LARGEST);
    }

    private static int ownCost(FieldComplexityEnvironment field) {
        boolean isIntrospection = field.getField().getName().startsWith("__");
        return !isIntrospection && TYPES_OF_CALLS.contains(field.getParentType().getName()) ? CALL : 1;
    }

    private static int items(FieldComplexityEnvironment field) {
        return field.getArguments().get("limit") instanceof Integer limit
                ? Math.max(1, Math.min(limit, Operations.MAX_LIMIT))
                : 1;
    }
}
