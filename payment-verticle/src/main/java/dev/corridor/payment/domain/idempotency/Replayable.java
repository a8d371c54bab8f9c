package dev.corridor.payment.domain.idempotency;

import java.util.function.Function;

/**
 * The result of an idempotent request: the value, and whether it was replayed.
 *
 * @param replayed whether it is the stored result of an earlier request with the same idempotency key
 */
public record Replayable<T>(T value, boolean replayed) {

    public static <T> Replayable<T> first(T value) {
        return new Replayable<>(value, false);
    }

    public static <T> Replayable<T> replayed(T value) {
        return new Replayable<>(value, true);
    }

    public <R> Replayable<R> map(Function<T, R> change) {
        return new Replayable<>(change.apply(value), replayed);
    }
}
