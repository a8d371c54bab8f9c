package dev.corridor.payment.domain;

import java.util.function.Function;

/**
 * What a request gets that may be repeated.
 *
 * @param replayed it was the answer to an earlier request with the same idempotency key
 */
public record Replayable<T>(T value, boolean replayed) {

    public static <T> Replayable<T> first(T value) {
        return new Replayable<>(value, false);
    }

    public static <T> Replayable<T> again(T value) {
        return new Replayable<>(value, true);
    }

    public <R> Replayable<R> map(Function<T, R> change) {
        return new Replayable<>(change.apply(value), replayed);
    }
}
