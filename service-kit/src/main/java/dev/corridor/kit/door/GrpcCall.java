package dev.corridor.kit.door;

import dev.corridor.kit.correlation.Correlation;
import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call being answered: begun under its correlation id, and not answered twice or after the caller has gone. */
final class GrpcCall<Q, R> {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcCall.class);

    /** As Netty keeps names: a String would be hashed and checked again for every call. */
    private static final CharSequence CORRELATION_ID = HttpHeaders.createOptimized(Correlation.HEADER);

    private final GrpcServerRequest<Q, R> request;
    private boolean over;

    GrpcCall(GrpcServerRequest<Q, R> request) {
        this.request = request;
        request.errorHandler(cancelled -> over = true);
        request.exceptionHandler(broken -> over = true);
        String id = Correlation.accept(request.headers().get(CORRELATION_ID), Correlation::fresh);
        Correlation.begin(id);
        request.response().headers().set(CORRELATION_ID, id);
    }

    void answer(R message) {
        if (!over) {
            over = true;
            request.response().end(message);
        }
    }

    void end() {
        if (!over) {
            over = true;
            request.response().end();
        }
    }

    void fail(Throwable failure) {
        Problem problem = ProblemResponse.problemOf(failure, 500);
        if (problem.code().fault().isOurs()) {
            LOG.atError()
                    .addKeyValue("code", problem.code().code())
                    .addKeyValue("method", request.fullMethodName())
                    .setCause(problem.getCause())
                    .log("call failed: {}", problem.detail());
        }
        if (over) {
            return;
        }
        over = true;
        var response = request.response();
        response.trailers().set(ErrorDetails.KEY, ErrorDetails.of(problem, Correlation.current()));
        response.status(GrpcStatus.valueOf(problem.code().fault().grpcStatus()))
                .statusMessage(problem.detail())
                .end();
    }
}
