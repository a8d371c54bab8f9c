package dev.corridor.kit.error;

import java.util.Arrays;

/**
 * What kind of thing went wrong, and the one place where HTTP and gRPC agree on it.
 *
 * <p>HTTP statuses are RFC 9110's; gRPC statuses are the numbers of google.rpc.Code.
 */
public enum Fault {
    INVALID(400, 3),
    UNAUTHENTICATED(401, 16),
    FORBIDDEN(403, 7),
    NOT_FOUND(404, 5),
    METHOD_NOT_ALLOWED(405, 12),
    CONFLICT(409, 10),
    ALREADY_EXISTS(409, 6),
    STALE(412, 9),
    TOO_LARGE(413, 8),
    UNSUPPORTED_MEDIA_TYPE(415, 3),
    /** Well-formed, but the content can never be accepted: an amount with too many digits, an unknown currency. */
    UNPROCESSABLE(422, 3),
    /** Well-formed, and refused by the state of things: insufficient funds. */
    REFUSED(422, 9),
    PRECONDITION_REQUIRED(428, 9),
    TOO_MANY(429, 8),
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

    /** The caller can't have caused it, so the log must say why. */
    public boolean isServerFault() {
        return httpStatus >= 500;
    }

    /** The same request may be answered otherwise a little later. */
    public boolean isTransient() {
        return this == UNAVAILABLE || this == TIMEOUT || this == TOO_MANY;
    }

    /** Among the faults with this one's gRPC status, the one with that HTTP status; without one, this. */
    Fault withHttpStatus(String httpStatus) {
        return Arrays.stream(values())
                .filter(fault -> fault.grpcStatus == grpcStatus)
                .filter(fault -> Integer.toString(fault.httpStatus).equals(httpStatus))
                .findFirst()
                .orElse(this);
    }

    /** The fault that a gRPC status from another service stands for. Statuses no service of ours sends are INTERNAL. */
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
