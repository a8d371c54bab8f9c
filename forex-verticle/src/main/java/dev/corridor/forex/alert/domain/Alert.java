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
 * A price that its owner waits for. The first tick at the price or beyond it triggers the alert, once.
 *
 * @param owner subject of the token that created the alert
 * @param isRising whether the alert triggers when the price rises to its price, not when it falls to it
 * @param expired whether the alert expired before it triggered
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

    /** The side of the alert's price on which it triggers. */
    public enum Direction {
        ABOVE,
        BELOW,
        /** On the other side of the live price at the alert's creation. */
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

    /**
     * The condition of an alert.
     *
     * @param expiresAt empty: the alert waits until it is deleted
     */
    public record Terms(Pair pair, PriceSide side, Direction direction, BigDecimal price, Optional<Instant> expiresAt) {

        /** Returns whether the alert triggers when the price rises, given the live price. */
        public boolean isRising(Tick now) {
            return switch (direction) {
                case ABOVE -> true;
                case BELOW -> false;
                case CROSSES -> side.of(now).compareTo(price) < 0;
            };
        }
    }

    /** The tick that triggered an alert. */
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
