package dev.corridor.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.corridor.kit.error.ErrorDetails;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.util.Base64;

/**
 * Outcome of one unary gRPC call as it was sent.
 *
 * @param message the server's status message, or null
 * @param details google.rpc.Status of the trailer, or its default instance
 * @param value the response, or null
 */
public record GrpcOutcome<R>(GrpcStatus status, String message, Status details, R value) {

    static <R> GrpcOutcome<R> of(GrpcClientResponse<?, R> response, R value) {
        String inTrailers = response.trailers().get(ErrorDetails.KEY);
        String encoded = inTrailers == null ? response.headers().get(ErrorDetails.KEY) : inTrailers;
        return new GrpcOutcome<>(response.status(), response.statusMessage(), decode(encoded), value);
    }

    /** The ErrorInfo among the details, or its default instance. */
    public ErrorInfo error() {
        try {
            for (var detail : details.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    return detail.unpack(ErrorInfo.class);
                }
            }
            return ErrorInfo.getDefaultInstance();
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** Asserts that the call failed with the given status and problem code. */
    public GrpcOutcome<R> assertProblem(GrpcStatus expectedStatus, String expectedCode) {
        assertThat(status).as(message).isEqualTo(expectedStatus);
        assertThat(error().getReason()).as(message).isEqualTo(expectedCode);
        return this;
    }

    private static Status decode(String encoded) {
        try {
            return encoded == null
                    ? Status.getDefaultInstance()
                    : Status.parseFrom(Base64.getDecoder().decode(encoded));
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
