package dev.corridor.edge.error;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;

/** The errors that the edge itself returns, each with the code and message that WSO2 API Manager has for it. */
public enum GatewayError implements ErrorCode {
    INVALID_CREDENTIALS(
            "unauthenticated",
            Fault.UNAUTHENTICATED,
            "900901",
            "Invalid Credentials",
            "Request a new token at /oauth2/token and send it as 'Authorization: Bearer <token>'."),
    MISSING_CREDENTIALS(
            "unauthenticated",
            Fault.UNAUTHENTICATED,
            "900902",
            "Missing Credentials",
            "Send 'Authorization: Bearer <token>' with a token of /oauth2/token."),
    NOT_SUBSCRIBED(
            "not_subscribed",
            Fault.FORBIDDEN,
            "900908",
            "Resource forbidden",
            "Subscribe the application to this version of the API at the developer portal."),
    INSUFFICIENT_SCOPE(
            "forbidden",
            Fault.FORBIDDEN,
            "900910",
            "The access token does not allow you to access the requested resource",
            "Use a token with one of the scopes that the detail names."),
    API_LIMIT(
            "too_many_requests",
            Fault.TOO_MANY,
            "900800",
            "Message throttled out",
            "Wait as long as Retry-After says, then repeat."),
    OPERATION_LIMIT(
            "too_many_requests",
            Fault.TOO_MANY,
            "900802",
            "Message throttled out",
            "Wait as long as Retry-After says, then repeat."),
    APPLICATION_LIMIT(
            "too_many_requests",
            Fault.TOO_MANY,
            "900803",
            "Message throttled out",
            "Wait as long as Retry-After says, then repeat."),
    SUBSCRIPTION_LIMIT(
            "too_many_requests",
            Fault.TOO_MANY,
            "900804",
            "Message throttled out",
            "Wait as long as Retry-After says, then repeat, or subscribe with a larger plan."),
    /** The calls of a calendar month, of a plan whose calls over the quota are not sold. */
    MONTHLY_QUOTA(
            "monthly_quota_exhausted",
            Fault.TOO_MANY,
            "900804",
            "Message throttled out",
            "Subscribe with a larger plan, or wait for the next month."),
    STREAM_LIMIT(
            "too_many_streams",
            Fault.TOO_MANY,
            "900804",
            "Message throttled out",
            "Close a stream; one connection carries any number of pairs."),
    BLOCKED(
            "blocked",
            Fault.FORBIDDEN,
            "900805",
            "Message blocked",
            "Ask the operator of the platform for the reason."),
    ADDRESS_LIMIT(
            "too_many_requests",
            Fault.TOO_MANY,
            "900806",
            "Message throttled out",
            "Wait as long as Retry-After says, then repeat."),
    BURST_LIMIT(
            "too_many_requests",
            Fault.TOO_MANY,
            "900807",
            "Message throttled out",
            "Spread the requests over the second; wait as long as Retry-After says, then repeat."),
    ORIGIN_NOT_ALLOWED(
            "origin_not_allowed",
            Fault.FORBIDDEN,
            "403",
            "Forbidden",
            "Call the API from a page of an origin that its CORS configuration lists."),
    /** The code is the general one: what was sent has the wrong media type. */
    GRPC_REQUIRED(
            "unsupported_media_type",
            Fault.UNSUPPORTED_MEDIA_TYPE,
            "415",
            "Unsupported Media Type",
            "Call it with a gRPC client, over HTTP/2 with content-type application/grpc, or use the REST API of the same"
                    + " name.");

    private final String code;
    private final Fault fault;
    private final String gatewayCode;
    private final String message;
    private final String advice;

    GatewayError(String code, Fault fault, String gatewayCode, String message, String advice) {
        this.code = code;
        this.fault = fault;
        this.gatewayCode = gatewayCode;
        this.message = message;
        this.advice = advice;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public String advice() {
        return advice;
    }

    /** WSO2's code, a text of digits. */
    String gatewayCode() {
        return gatewayCode;
    }

    /** WSO2's message. */
    String message() {
        return message;
    }
}
