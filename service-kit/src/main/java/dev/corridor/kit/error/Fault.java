package dev.corridor.kit.error;

import java.util.Arrays;

/**
 * Kind of an error, with its HTTP and its gRPC status.
 *
 * <p>HTTP statuses are RFC 9110's; gRPC statuses are the numbers of google.rpc.Code.
 */
public enum Fault {
    INVALID(400, 3),
    UNAUTHENTICATED(401, 16),
    FORBIDDEN(403, 7),
    NOT_FOUND(404, 5),
    METHOD_NOT_ALLOWED(405, 12),
    NOT_ACCEPTABLE(406, 3),
    /** The caller did not send the whole request in time. */
    REQUEST_TIMEOUT(408, 4),
    CONFLICT(409, 10),
    ALREADY_EXISTS(409, 6),
    STALE(412, 9),
    TOO_LARGE(413, 8),
    URI_TOO_LONG(414, 3),
    UNSUPPORTED_MEDIA_TYPE(415, 3),
    EXPECTATION_FAILED(417, 3),
    /** Well-formed, but the content can never be accepted: an amount with too many digits, an unknown currency. */
    UNPROCESSABLE(422, 3),
    /** Well-formed, and refused because of the current state, such as insufficient funds. */
    REFUSED(422, 9),
    UPGRADE_REQUIRED(426, 9),
    PRECONDITION_REQUIRED(428, 9),
    TOO_MANY(429, 8),
    HEADERS_TOO_LARGE(431, 8),
    INTERNAL(500, 13),
    UNAVAILABLE(503, 14),
    TIMEOUT(504, 4);

    private final int httpStatus;
    private final int grpcStatus;

    Fault(int httpStatus, int grpcStatus) {
        this.httpStatus = httpStatus;
        this.grpcStatus = grpcStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public int grpcStatus() {
        return grpcStatus;
    }

    /** Whether the caller cannot have caused it, so that it is logged. */
    public boolean isServerFault() {
        return httpStatus >= 500;
    }

    /** Whether the same request may succeed a little later. */
    public boolean isTransient() {
        return this == UNAVAILABLE || this == TIMEOUT || this == TOO_MANY;
    }

    /** Returns the fault with this gRPC status and the given HTTP status; this one if there is none. */
    Fault withHttpStatus(String httpStatus) {
        return Arrays.stream(values())
                .filter(fault -> fault.grpcStatus == grpcStatus)
                .filter(fault -> Integer.toString(fault.httpStatus).equals(httpStatus))
                .findFirst()
                .orElse(this);
    }

    /** Maps the gRPC status of another service to a fault. Statuses that Corridor's services never send are INTERNAL. */
    public static Fault ofGrpcStatus(int status) {
        return switch (status) {
            case 3 -> INVALID;
            case 4 -> TIMEOUT;
            case 5 -> NOT_FOUND;
            case 6 -> ALREADY_EXISTS;
            case 7 -> FORBIDDEN;
            case 8 -> TOO_MANY;
            case 9 -> REFUSED;
            case 10 -> CONFLICT;
            case 12 -> METHOD_NOT_ALLOWED;
            case 14 -> UNAVAILABLE;
            case 16 -> UNAUTHENTICATED;
            default -> INTERNAL;
        };
    }
}
