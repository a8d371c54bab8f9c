package dev.corridor.payment;

import java.util.function.Function;

/**
 * What a request gets that may be repeated.
 *
 * @param replayed it was the answer to an earlier request with the same idempotency key
 */
public record Answer<T>(T value, boolean replayed) {

    static <T> Answer<T> first(T value) {
        return new Answer<>(value, false);
    }

    static <T> Answer<T> again(T value) {
        return new Answer<>(value, true);
    }

    public <R> Answer<R> map(Function<T, R> change) {
        return new Answer<>(change.apply(value), replayed);
    }
}
