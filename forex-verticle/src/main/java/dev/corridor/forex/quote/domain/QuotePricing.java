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
 * What a promised conversion costs: the live price, and for a promise longer than {@link #PLAIN} a wider spread, since the
 * house carries what the market does meanwhile.
 */
public final class QuotePricing {
    /** How long a quote holds unless it was asked for longer. */
    public static final Duration PLAIN = Duration.ofSeconds(30);

    public static final Duration SHORTEST = Duration.ofSeconds(5);
    public static final Duration LONGEST = Duration.ofMinutes(5);

    /** For each begun {@link #PLAIN} beyond the first: one basis point. */
    private static final BigDecimal WIDENING = new BigDecimal("0.0001");

    private QuotePricing() {}

    /** The price at which a promise of that length is made: its bid is lower, and its ask higher, than the live one's. */
    public static Tick widened(Tick live, Duration validFor) {
        requirePossible(validFor);
        long more = Math.max(0, (validFor.toMillis() - 1) / PLAIN.toMillis());
        var move = live.mid().multiply(WIDENING).multiply(BigDecimal.valueOf(more));
        var step = move.setScale(live.mid().scale(), RoundingMode.UP);
        return new Tick(
                live.pair(), live.bid().subtract(step), live.ask().add(step), live.mid(), live.time(), live.seq());
    }

    /** @throws Problem amount_too_small */
    public static Conversion spending(Money source, Tick live, Duration validFor) {
        return Pricing.spending(source, widened(live, validFor));
    }

    /** @throws Problem amount_too_small */
    public static Conversion receiving(Money target, Tick live, Duration validFor) {
        return Pricing.receiving(target, widened(live, validFor));
    }

    public static Instant expiry(Instant createdAt, Duration validFor) {
        requirePossible(validFor);
        return createdAt.plus(validFor);
    }

    private static void requirePossible(Duration validFor) {
        if (validFor.compareTo(SHORTEST) < 0 || validFor.compareTo(LONGEST) > 0) {
            throw Problem.of(
                    ForexError.VALIDITY_INVALID,
                    "A quote holds from %d to %d seconds.".formatted(SHORTEST.toSeconds(), LONGEST.toSeconds()));
        }
    }
}
