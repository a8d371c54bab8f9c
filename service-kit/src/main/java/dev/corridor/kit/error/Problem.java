package dev.corridor.kit.error;

import java.time.Duration;
import java.util.Map;

/**
 * The only exception that callers receive. Its detail is written for them: no stack trace, SQL or host name.
 *
 * <p>It has no stack trace, because it reports an expected outcome and is thrown on hot paths.
 */
public final class Problem extends RuntimeException {
    /** The Retry-After (HTTP) and RetryInfo (gRPC) of transient problems. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final transient ErrorCode code;
    private final transient Map<String, Object> extensions;

    private Problem(ErrorCode code, String detail, Map<String, Object> extensions, Throwable cause) {
        super(detail, cause, false, false);
        this.code = code;
        this.extensions = extensions;
    }

    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, Map.of(), null);
    }

    /** As {@link #of(ErrorCode, String)}, with the cause for the log only. */
    public static Problem of(ErrorCode code, String detail, Throwable cause) {
        return new Problem(code, detail, Map.of(), cause);
    }

    /** Returns this problem with one more member in its problem+json, such as {@code payment_id}. */
    public Problem with(String member, Object value) {
        var members = new java.util.LinkedHashMap<>(extensions);
        members.put(member, value);
        return new Problem(code, getMessage(), Map.copyOf(members), getCause());
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return getMessage();
    }

    public Map<String, Object> extensions() {
        return extensions;
    }

    /** Whether the caller cannot have caused it, so that it is logged. */
    public boolean isOurFault() {
        return code.fault().isServerFault() && !code.isExpected();
    }

    public boolean is(ErrorCode other) {
        return code.code().equals(other.code());
    }
}
