package dev.corridor.edge.oauth.domain;

import java.util.Locale;

/** Error response of an OAuth 2.0 endpoint. */
public final class OAuthError extends RuntimeException {
    private final Code code;

    /** Error codes of RFC 6749 (4.1.2.1, 5.2), RFC 7009, RFC 7591 and OpenID Connect. */
    public enum Code {
        INVALID_REQUEST(400),
        INVALID_CLIENT(401),
        INVALID_GRANT(400),
        UNAUTHORIZED_CLIENT(400),
        UNSUPPORTED_GRANT_TYPE(400),
        UNSUPPORTED_RESPONSE_TYPE(400),
        INVALID_SCOPE(400),
        ACCESS_DENIED(403),
        LOGIN_REQUIRED(400),
        CONSENT_REQUIRED(400),
        INVALID_REDIRECT_URI(400),
        INVALID_CLIENT_METADATA(400),
        INVALID_TOKEN(401),
        TEMPORARILY_UNAVAILABLE(503);

        private final int httpStatus;

        Code(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        public int httpStatus() {
            return httpStatus;
        }

        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns whether the request may have been an attempt to guess a secret. */
        public boolean isFailedAttempt() {
            return this == INVALID_CLIENT || this == INVALID_GRANT || this == INVALID_TOKEN;
        }
    }

    public OAuthError(Code code, String description) {
        super(description, null, false, false);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
