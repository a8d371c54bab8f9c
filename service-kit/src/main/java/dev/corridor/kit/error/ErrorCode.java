package dev.corridor.kit.error;

/** One entry of a service's error catalogue. Each service has one enum of them; {@link StandardError} holds the shared ones. */
public interface ErrorCode {

    /** Stable, lower_snake_case; part of the API. */
    String code();

    Fault fault();

    /** What the caller can do about it, in one sentence. */
    String advice();

    /** The same request may be answered otherwise after {@link Problem#RETRY_AFTER}, so the caller is told to come again then. */
    default boolean isTransient() {
        return fault().isTransient();
    }
}
