package dev.corridor.forex.quote.domain;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/**
 * Prices quotes: at the live price, with a wider spread for a quote that is valid longer than {@link #STANDARD}, because the house
 * bears the market risk until it expires.
 */
public final class QuotePricing {
    /** Validity of a quote unless the request asks for another one. */
    public static final Duration STANDARD = Duration.ofSeconds(30);

    public static final Duration SHORTEST = Duration.ofSeconds(5);
    public static final Duration LONGEST = Duration.ofMinutes(5);

    /** Widening for each started {@link #STANDARD} after the first: one basis point. */
    private static final BigDecimal WIDENING = new BigDecimal("0.0001");

    private QuotePricing() {}

    /** Widens a live price for a validity: the bid is lowered and the ask is raised. */
    public static Tick widened(Tick live, Duration validFor) {
        requireValid(validFor);
        long more = Math.max(0, (validFor.toMillis() - 1) / STANDARD.toMillis());
        var move = live.mid().multiply(WIDENING).multiply(BigDecimal.valueOf(more));
        var step = move.setScale(live.mid().scale(), RoundingMode.UP);
        return new Tick(
                live.pair(), live.bid().subtract(step), live.ask().add(step), live.mid(), live.time(), live.seq());
    }

    /** @throws Problem amount_too_small */
    public static Conversion fixedSource(Money source, Tick live, Duration validFor) {
        return Pricing.fixedSource(source, widened(live, validFor));
    }

    /** @throws Problem amount_too_small */
    public static Conversion fixedTarget(Money target, Tick live, Duration validFor) {
        return Pricing.fixedTarget(target, widened(live, validFor));
    }

    public static Instant expiry(Instant createdAt, Duration validFor) {
        requireValid(validFor);
        return createdAt.plus(validFor);
    }

    private static void requireValid(Duration validFor) {
        if (validFor.compareTo(SHORTEST) < 0 || validFor.compareTo(LONGEST) > 0) {
            throw Problem.of(
                    ForexError.VALIDITY_INVALID,
                    "A quote is valid for %d to %d seconds.".formatted(SHORTEST.toSeconds(), LONGEST.toSeconds()));
        }
    }
}
