package dev.corridor.gateway.api.graphql;

import dev.corridor.gateway.domain.GatewayError;
import dev.corridor.kit.error.Problem;
import graphql.GraphQLContext;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.OperationDefinition.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Rule that the header Idempotency-Key is the key of one mutation: an operation with several is refused before any of them runs,
 * because a key names one request.
 */
final class OneMutationPerKey extends SimplePerformantInstrumentation {
    private final ErrorWords words;

    OneMutationPerKey(ErrorWords words) {
        this.words = words;
    }

    /**
     * Returns the key of a mutation.
     *
     * @param own the key in the mutation's input
     * @throws Problem idempotency_key_ambiguous if the header has another one
     */
    static Optional<String> key(Optional<String> own, GraphQLContext context) {
        Optional<String> header = context.getOrEmpty(OneMutationPerKey.class);
        if (own.isPresent() && header.isPresent() && !own.equals(header)) {
            throw Problem.of(
                    GatewayError.IDEMPOTENCY_KEY_AMBIGUOUS,
                    "The header Idempotency-Key and the mutation's own key are not the same.");
        }
        return own.or(() -> header);
    }

    @Override
    public InstrumentationContext<graphql.ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        var execution = parameters.getExecutionContext();
        if (execution.getGraphQLContext().hasKey(OneMutationPerKey.class) && mutations(execution) > 1) {
            throw refusal();
        }
        return super.beginExecuteOperation(parameters, state);
    }

    /** Counts the fields that will run, after fragments, aliases, skip and include. */
    static long mutations(ExecutionContext execution) {
        return execution.getOperationDefinition().getOperation() != Operation.MUTATION
                ? 0
                : execution.getNormalizedQueryTree().get().getTopLevelFields().stream()
                        .filter(field -> !field.getFieldName().startsWith("__"))
                        .count();
    }

    private AbortExecutionException refusal() {
        var problem = Problem.of(
                GatewayError.IDEMPOTENCY_KEY_AMBIGUOUS,
                "The header Idempotency-Key is the key of one mutation, and this operation has several.");
        return new AbortExecutionException(List.of(ErrorExtensions.error(problem, words)));
    }
}
