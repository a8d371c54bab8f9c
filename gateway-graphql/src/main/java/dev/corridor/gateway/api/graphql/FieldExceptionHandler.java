package dev.corridor.gateway.api.graphql;

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

/** Turns the failure of a field into a GraphQL error at the field's path, with the code of the failed service. */
final class FieldExceptionHandler implements DataFetcherExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FieldExceptionHandler.class);

    private final ErrorWords words;

    FieldExceptionHandler(ErrorWords words) {
        this.words = words;
    }

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters failed) {
        Problem problem = ProblemResponse.problemOf(cause(failed.getException()), 500);
        log(problem, failed);
        var error = GraphqlErrorBuilder.newError(failed.getDataFetchingEnvironment())
                .message("%s", words.translate(problem.detail()))
                .extensions(ErrorExtensions.of(problem, words))
                .build();
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error).build());
    }

    /** Logs failures that the caller has not caused: an unexpected one with its stack trace, any other as a warning. */
    private static void log(Problem problem, DataFetcherExceptionHandlerParameters failed) {
        if (!problem.code().fault().isServerFault()) {
            return;
        }
        boolean isUnexpected = problem.code().fault() == Fault.INTERNAL;
        LOG.atLevel(isUnexpected ? Level.ERROR : Level.WARN)
                .addKeyValue("code", problem.code().code())
                .addKeyValue("path", failed.getPath())
                .setCause(isUnexpected ? problem.getCause() : null)
                .log("field failed: {}", problem.detail());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : failure;
    }
}
