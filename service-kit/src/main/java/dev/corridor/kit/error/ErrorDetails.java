package dev.corridor.kit.error;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Converts a {@link Problem} to and from gRPC error details: a google.rpc.Status with an ErrorInfo, and a RetryInfo when
 * it is transient, in the trailer that gRPC libraries read (AIP-193).
 */
public final class ErrorDetails {
    /** Name of the trailer. */
    public static final String KEY = "grpc-status-details-bin";

    private static final String DOMAIN = "corridor.dev";
    private static final String ADVICE = "advice";
    private static final String CORRELATION_ID = "correlation_id";
    /** gRPC has fewer statuses than HTTP; this keeps a service's 422 from becoming its caller's 400. */
    private static final String HTTP_STATUS = "http_status";

    private static final RetryInfo RETRY_INFO = RetryInfo.newBuilder()
            .setRetryDelay(Duration.newBuilder().setSeconds(Problem.RETRY_AFTER.toSeconds()))
            .build();

    private static final Set<String> NOT_EXTENSIONS = Set.of(ADVICE, CORRELATION_ID, HTTP_STATUS);

    private ErrorDetails() {}

    /** Encodes a problem as the trailer's value. */
    public static String of(Problem problem, String correlationId) {
        var info = ErrorInfo.newBuilder()
                .setReason(problem.code().code())
                .setDomain(DOMAIN)
                .putMetadata(ADVICE, problem.code().advice())
                .putMetadata(CORRELATION_ID, correlationId)
                .putMetadata(
                        HTTP_STATUS, Integer.toString(problem.code().fault().httpStatus()));
        problem.extensions().forEach((member, value) -> info.putMetadata(member, String.valueOf(value)));
        var status = Status.newBuilder()
                .setCode(problem.code().fault().grpcStatus())
                .setMessage(problem.detail())
                .addDetails(Any.pack(info.build()));
        if (problem.code().isTransient()) {
            status.addDetails(Any.pack(RETRY_INFO));
        }
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(status.build().toByteArray());
    }

    /**
     * Decodes the problem that another service returned.
     *
     * @param details the trailer's value, or null
     * @param service that returned it, for the message when there are no details
     */
    public static Problem problemOf(int grpcStatus, String message, String details, String service) {
        Fault fault = Fault.ofGrpcStatus(grpcStatus);
        return read(details, fault).orElseGet(() -> switch (fault) {
            case UNAVAILABLE -> Problem.of(StandardError.UNAVAILABLE, "The " + service + " service is not available.");
            case TIMEOUT -> Problem.of(StandardError.DEADLINE_EXCEEDED, "The " + service + " service took too long.");
            default ->
                Problem.of(
                        StandardError.INTERNAL,
                        "The " + service + " service failed.",
                        new IllegalStateException("gRPC status " + grpcStatus + ": " + message));
        });
    }

    private static Optional<Problem> read(String details, Fault fault) {
        if (details == null) {
            return Optional.empty();
        }
        try {
            var status = Status.parseFrom(Base64.getDecoder().decode(details));
            boolean isTransient = status.getDetailsList().stream().anyMatch(any -> any.is(RetryInfo.class));
            for (Any any : status.getDetailsList()) {
                if (any.is(ErrorInfo.class)) {
                    return Optional.of(remote(any.unpack(ErrorInfo.class), fault, status.getMessage(), isTransient));
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException | InvalidProtocolBufferException notOurs) {
            return Optional.empty();
        }
    }

    private static Problem remote(ErrorInfo info, Fault fault, String detail, boolean isTransient) {
        String httpStatus = info.getMetadataOrDefault(HTTP_STATUS, "");
        var code = new RemoteError(
                info.getReason(), fault.withHttpStatus(httpStatus), info.getMetadataOrDefault(ADVICE, ""), isTransient);
        Problem problem = Problem.of(code, detail);
        for (var member : info.getMetadataMap().entrySet()) {
            if (!NOT_EXTENSIONS.contains(member.getKey())) {
                problem = problem.with(member.getKey(), member.getValue());
            }
        }
        return problem;
    }
}
