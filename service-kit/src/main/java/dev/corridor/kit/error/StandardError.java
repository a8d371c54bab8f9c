package dev.corridor.kit.error;

/** The errors that every transport of every service can return. */
public enum StandardError implements ErrorCode {
    INVALID_REQUEST(Fault.INVALID, "Compare the request with the contract at /openapi.yaml."),
    MALFORMED_JSON(Fault.INVALID, "Send one JSON value, at most 32 levels deep."),
    UNAUTHENTICATED(Fault.UNAUTHENTICATED, "Send 'Authorization: Bearer <token>' with a valid, unexpired token."),
    /** Ends a stream. */
    TOKEN_EXPIRED(
            Fault.UNAUTHENTICATED,
            "Open the stream again with a new token and the last cursor; on a WebSocket, authenticate again in time."),
    FORBIDDEN(Fault.FORBIDDEN, "Use a token with the scope that the detail names."),
    NOT_FOUND(Fault.NOT_FOUND, "Check the path and the id."),
    METHOD_NOT_ALLOWED(Fault.METHOD_NOT_ALLOWED, "Use a method the contract lists for this path."),
    NOT_ACCEPTABLE(Fault.NOT_ACCEPTABLE, "Accept a media type that the contract lists, or */*."),
    REQUEST_TIMEOUT(Fault.REQUEST_TIMEOUT, "Send the whole request without pauses."),
    URI_TOO_LONG(Fault.URI_TOO_LONG, "Send a shorter path and query."),
    HEADERS_TOO_LARGE(Fault.HEADERS_TOO_LARGE, "Send fewer and shorter headers."),
    EXPECTATION_FAILED(Fault.EXPECTATION_FAILED, "Send no Expect header, or 100-continue."),
    PAYLOAD_TOO_LARGE(Fault.TOO_LARGE, "Send a smaller body."),
    UNSUPPORTED_MEDIA_TYPE(
            Fault.UNSUPPORTED_MEDIA_TYPE,
            "Send UTF-8 in a media type that the contract lists, without a Content-Encoding."),
    AMOUNT_INVALID(
            Fault.UNPROCESSABLE, "Send a plain decimal, such as 100.00, within the limit that the detail names."),
    UNKNOWN_CURRENCY(
            Fault.UNPROCESSABLE,
            "Send the ISO 4217 code of a currency that exists on the day in question, such as USD."),
    METADATA_INVALID(
            Fault.INVALID, "Send at most 16 keys of letters, digits and _.- with values of at most 256 characters."),
    UPGRADE_REQUIRED(Fault.UPGRADE_REQUIRED, "Open a WebSocket of version 13 (RFC 6455) with a WebSocket client."),
    TOO_MANY_REQUESTS(Fault.TOO_MANY, "Wait as long as Retry-After says, then repeat."),
    UNAVAILABLE(
            Fault.UNAVAILABLE, "Repeat after the time in Retry-After; a repeat with the same Idempotency-Key is safe."),
    /** The request was refused before any work, by load shedding. */
    OVERLOADED(Fault.UNAVAILABLE, "Repeat after the time in Retry-After, and less often."),
    /** Ends a stream whose client does not read. */
    SLOW_CONSUMER(Fault.TOO_MANY, "Read faster, or ask for less: fewer pairs, or an interval_ms."),
    /** The service ends a stream because it stops. */
    SHUTDOWN(Fault.UNAVAILABLE, "Open the stream again, and resume from the last cursor."),
    DEADLINE_EXCEEDED(
            Fault.TIMEOUT, "Repeat after the time in Retry-After; a repeat with the same Idempotency-Key is safe."),
    INTERNAL(Fault.INTERNAL, "Repeat later; if it persists, report the correlation_id.");

    private final Fault fault;
    private final String advice;

    StandardError(Fault fault, String advice) {
        this.fault = fault;
        this.advice = advice;
    }

    @Override
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public String advice() {
        return advice;
    }

    /** Refused load is counted, and a service that stops says so once. */
    @Override
    public boolean isExpected() {
        return this == OVERLOADED || this == SHUTDOWN;
    }
}
