package dev.corridor.edge.token;

/** Error response of the token endpoint (RFC 6749, section 5.2). */
final class OAuthError extends RuntimeException {
    private final Code code;

    /** Error codes of RFC 6749, section 5.2, and one for an unavailable profile service. */
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

        /** Returns whether the request may have been an attempt to guess a secret. */
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
