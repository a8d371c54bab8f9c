package dev.corridor.gateway.graph;

import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.rest.ProblemResponse;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A field that could not be had: null in the data, and an error at its path with the code the service gave. */
final class FieldFailures implements DataFetcherExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FieldFailures.class);

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters failed) {
        Problem problem = ProblemResponse.problemOf(cause(failed.getException()), 500);
        log(problem, failed);
        var error = GraphqlErrorBuilder.newError(failed.getDataFetchingEnvironment())
                .message("%s", problem.detail())
                .extensions(ErrorExtensions.of(problem))
                .build();
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error).build());
    }

    /** A service that is away is the operator's business, but no surprise: only the unforeseen is worth a stack trace. */
    private static void log(Problem problem, DataFetcherExceptionHandlerParameters failed) {
        if (!problem.code().fault().isOurs()) {
            return;
        }
        boolean isUnforeseen = problem.code().fault() == Fault.INTERNAL;
        LOG.atLevel(isUnforeseen ? Level.ERROR : Level.WARN)
                .addKeyValue("code", problem.code().code())
                .addKeyValue("path", failed.getPath())
                .setCause(isUnforeseen ? problem.getCause() : null)
                .log("field failed: {}", problem.detail());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : failure;
    }
}
