package dev.corridor.gateway.graph;

import dev.corridor.kit.door.ProblemResponse;
import dev.corridor.kit.error.Problem;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A field that could not be had: null in the data, and an error at its path with the code the service gave. */
final class FieldFailures implements DataFetcherExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FieldFailures.class);

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters failed) {
        Problem problem = ProblemResponse.problemOf(cause(failed.getException()), 500);
        if (problem.code().fault().isOurs()) {
            LOG.atError()
                    .addKeyValue("code", problem.code().code())
                    .addKeyValue("path", failed.getPath())
                    .setCause(problem.getCause())
                    .log("field failed: {}", problem.detail());
        }
        var error = GraphqlErrorBuilder.newError(failed.getDataFetchingEnvironment())
                .message("%s", problem.detail())
                .extensions(ErrorExtensions.of(problem))
                .build();
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error).build());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : failure;
    }
}
