package dev.corridor.kit.error;

/** One entry of a service's error catalogue. Each service has one enum of them; {@link StandardError} holds the shared ones. */
public interface ErrorCode {

    /** Stable, lower_snake_case; part of the API. */
    String code();

    Fault fault();

    /** One sentence on what the caller can do. */
    String advice();

    /** Whether the same request may succeed after {@link Problem#RETRY_AFTER}; the response then says so. */
    default boolean isTransient() {
        return fault().isTransient();
    }

    /** Whether it is a state that the service goes through as intended, so that no operator has to know of it. */
    default boolean isExpected() {
        return false;
    }
}
