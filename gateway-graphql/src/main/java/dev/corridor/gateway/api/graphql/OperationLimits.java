package dev.corridor.gateway.api.graphql;

import dev.corridor.gateway.domain.GatewayError;
import dev.corridor.kit.error.Problem;
import graphql.ExecutionResult;
import graphql.analysis.QueryComplexityCalculator;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.OperationDefinition.Operation;
import java.util.List;

/**
 * Limits of an operation that hold before any of its fields runs: its cost, the number of its mutations, and that a safe request
 * executes none. The cost is left in the request's context under {@link QueryCost}, also when it is refused.
 */
final class OperationLimits extends SimplePerformantInstrumentation {
    private static final int MAX_MUTATIONS = 10;
    /** Key of the context that marks a request that must be safe (RFC 9110, 9.2.1). */
    static final String SAFE = "safe";

    private final QueryCost cost = new QueryCost();
    private final ErrorWords words;

    OperationLimits(ErrorWords words) {
        this.words = words;
    }

    @Override
    public InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        var execution = parameters.getExecutionContext();
        requireCost(execution);
        if (execution.getOperationDefinition().getOperation() == Operation.MUTATION) {
            requireFewMutations(execution);
        }
        return super.beginExecuteOperation(parameters, state);
    }

    private void requireCost(ExecutionContext execution) {
        int requested = QueryComplexityCalculator.newCalculator()
                .fieldComplexityCalculator(cost)
                .schema(execution.getGraphQLSchema())
                .document(execution.getDocument())
                .operationName(execution.getExecutionInput().getOperationName())
                .variables(execution.getCoercedVariables())
                .build()
                .calculate();
        execution.getGraphQLContext().put(QueryCost.class, requested);
        if (requested > QueryCost.MAX) {
            throw refusal(Problem.of(
                    GatewayError.GRAPHQL_TOO_COMPLEX,
                    "The operation costs " + requested + "; the limit is " + QueryCost.MAX + "."));
        }
    }

    private void requireFewMutations(ExecutionContext execution) {
        if (execution.getGraphQLContext().hasKey(SAFE)) {
            throw refusal(Problem.of(GatewayError.MUTATION_OVER_GET, "GET executes queries, and this is a mutation."));
        }
        long mutations = OneMutationPerKey.mutations(execution);
        if (mutations > MAX_MUTATIONS) {
            throw refusal(Problem.of(
                    GatewayError.GRAPHQL_TOO_COMPLEX,
                    "The operation has " + mutations + " mutations; the limit is " + MAX_MUTATIONS + "."));
        }
    }

    private AbortExecutionException refusal(Problem problem) {
        return new AbortExecutionException(List.of(ErrorExtensions.error(problem, words)));
    }
}
