package dev.corridor.gateway.api.graphql;

import graphql.ExecutionResult;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.IntValue;
import graphql.normalized.ExecutableNormalizedField;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLSchema;

/**
 * Policy that decides how long a client may keep the answer to a query: as long as the schema's {@code @cacheControl} allows for
 * each of the operation's own fields, and not at all where one of them has none. The time is left in the request's context.
 */
final class CachePolicy extends SimplePerformantInstrumentation {
    private static final String DIRECTIVE = "cacheControl";

    @Override
    public InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        var execution = parameters.getExecutionContext();
        if (execution.getGraphQLContext().hasKey(OperationLimits.SAFE)) {
            execution.getGraphQLContext().put(CachePolicy.class, seconds(execution));
        }
        return super.beginExecuteOperation(parameters, state);
    }

    private static int seconds(ExecutionContext execution) {
        return execution.getNormalizedQueryTree().get().getTopLevelFields().stream()
                .mapToInt(field -> seconds(field, execution.getGraphQLSchema()))
                .min()
                .orElse(0);
    }

    private static int seconds(ExecutableNormalizedField field, GraphQLSchema schema) {
        return field.getFieldDefinitions(schema).stream()
                .mapToInt(definition -> seconds(definition.getAppliedDirective(DIRECTIVE)))
                .min()
                .orElse(0);
    }

    private static int seconds(GraphQLAppliedDirective cacheControl) {
        return cacheControl != null
                        && cacheControl.getArgument("maxAge").getArgumentValue().getValue() instanceof IntValue seconds
                ? seconds.getValue().intValue()
                : 0;
    }
}
