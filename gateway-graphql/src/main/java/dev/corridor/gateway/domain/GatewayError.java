package dev.corridor.gateway.domain;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import java.util.Locale;

/** Error codes of the gateway itself. Errors of the services keep their own codes. */
public enum GatewayError implements ErrorCode {
    GRAPHQL_INVALID(Fault.INVALID, "Compare the query and its variables with the schema at /schema.graphqls."),
    IDEMPOTENCY_KEY_AMBIGUOUS(
            Fault.INVALID, "Send one mutation with the header, or no header and an idempotencyKey in each mutation."),
    PERSISTED_QUERY_NOT_FOUND(
            Fault.INVALID, "Send the query itself with its hash once; the hash alone does from then on."),
    PERSISTED_QUERY_MISMATCH(
            Fault.INVALID, "Send the SHA-256 hash of the query's UTF-8 bytes as 64 hexadecimal digits in lower case."),
    QUERY_NOT_TRUSTED(Fault.INVALID, "Send the hash of a query that the operator has registered."),
    MUTATION_OVER_GET(Fault.METHOD_NOT_ALLOWED, "Send mutations by POST."),
    GRAPHQL_TOO_COMPLEX(Fault.INVALID, "Send a smaller query: fewer fields, smaller limits, less nesting.");

    private final Fault fault;
    private final String advice;

    GatewayError(Fault fault, String advice) {
        this.fault = fault;
        this.advice = advice;
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public String advice() {
        return advice;
    }
}
