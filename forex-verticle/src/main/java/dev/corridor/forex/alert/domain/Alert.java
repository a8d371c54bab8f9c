package dev.corridor.forex.alert.domain;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.PriceSide;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody waits for a price. It is triggered once, by the first tick at the price or beyond it.
 *
 * @param owner subject of the token it was made with
 * @param terms what is waited for
 * @param isRising whether the price is waited for from below
 * @param expired its time was over before it was triggered
 */
public record Alert(
        UUID id,
        String owner,
        Terms terms,
        boolean isRising,
        Instant createdAt,
        boolean expired,
        Optional<Trigger> trigger) {
    private static final int MAX_DIGITS = 20;
    private static final int MAX_DECIMALS = 10;

    /** Where the price is waited for. */
    public enum Direction {
        ABOVE,
        BELOW,
        /** On the other side of where the price is when the alert is made. */
        CROSSES;

        /** @throws Problem invalid_request */
        public static Direction parse(String name) {
            return Arrays.stream(values())
                    .filter(direction -> direction.code().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Problem.of(
                            StandardError.INVALID_REQUEST, "A direction is one of above, below and crosses."));
        }

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param expiresAt empty: it waits until it is deleted */
    public record Terms(Pair pair, PriceSide side, Direction direction, BigDecimal price, Optional<Instant> expiresAt) {

        /** Whether the price is waited for from below, seen from where it is now. */
        public boolean isRising(Tick now) {
            return switch (direction) {
                case ABOVE -> true;
                case BELOW -> false;
                case CROSSES -> side.of(now).compareTo(price) < 0;
            };
        }
    }

    /** What triggered it. */
    public record Trigger(Instant at, BigDecimal price, long seq) {}

    public enum Status {
        ACTIVE,
        TRIGGERED,
        EXPIRED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Status status() {
        if (trigger.isPresent()) {
            return Status.TRIGGERED;
        }
        return expired ? Status.EXPIRED : Status.ACTIVE;
    }

    /** @throws Problem price_invalid */
    public static BigDecimal price(String text) {
        try {
            var price = new BigDecimal(text);
            boolean isPlain = text.chars().allMatch(each -> each >= '0' && each <= '9' || each == '.');
            if (isPlain && text.length() <= MAX_DIGITS && price.scale() <= MAX_DECIMALS && price.signum() > 0) {
                return price;
            }
        } catch (NumberFormatException malformed) {
            throw invalid();
        }
        throw invalid();
    }

    private static Problem invalid() {
        return Problem.of(ForexError.PRICE_INVALID, "The price is not a positive decimal.");
    }
}
