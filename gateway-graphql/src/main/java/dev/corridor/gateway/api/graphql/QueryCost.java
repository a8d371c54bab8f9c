package dev.corridor.gateway.api.graphql;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.FieldComplexityEnvironment;
import java.util.Set;

/** Computes the cost of a query before execution. A call costs most; a list costs its limit times the cost of an item. */
final class QueryCost implements FieldComplexityCalculator {
    /** About 40 calls, or two full pages of payments with all fields. Introspection costs less than 1,000. */
    static final int MAX = 4_000;

    private static final int CALL = 100;
    /** Limit of one field's cost. A query has a few thousand fields at most, so their sum fits an int. */
    private static final int MAX_FIELD = 1_000_000;

    private static final Set<String> TYPES_WITH_CALLS = Set.of("Query", "Mutation", "UserDashboard");

    @Override
    public int calculate(FieldComplexityEnvironment field, int costOfChildren) {
        long cost = ownCost(field) + (long) items(field) * costOfChildren;
        return (int) Math.min(cost, MAX_FIELD);
    }

    private static int ownCost(FieldComplexityEnvironment field) {
        boolean isIntrospection = field.getField().getName().startsWith("__");
        return !isIntrospection
                        && TYPES_WITH_CALLS.contains(field.getParentType().getName())
                ? CALL
                : 1;
    }

    private static int items(FieldComplexityEnvironment field) {
        return field.getArguments().get("limit") instanceof Integer limit
                ? Math.max(1, Math.min(limit, RootFields.PAGE_LIMIT.maximum()))
                : 1;
    }
}
