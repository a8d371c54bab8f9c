package dev.corridor.edge.token;

/** Why no token is given, in the words of RFC 6749, section 5.2. */
final class OAuthError extends RuntimeException {
    private final Code code;

    /** The codes of the RFC, and one for when the question can't be answered just now. */
    enum Code {
        INVALID_REQUEST(400),
        INVALID_CLIENT(401),
        INVALID_GRANT(400),
        UNAUTHORIZED_CLIENT(400),
        UNSUPPORTED_GRANT_TYPE(400),
        INVALID_SCOPE(400),
        TEMPORARILY_UNAVAILABLE(503);

        private final int httpStatus;

        Code(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        int httpStatus() {
            return httpStatus;
        }

        /** Whether it answers what may be a guess at a secret. */
        boolean isFailedAttempt() {
            return this == INVALID_CLIENT || this == INVALID_GRANT;
        }
    }

    OAuthError(Code code, String description) {
        super(description, null, false, false);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
