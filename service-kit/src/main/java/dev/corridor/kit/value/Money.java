package dev.corridor.kit.value;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An amount in minor units (cents, yen, fils) of an ISO 4217 currency. Either sign. Arithmetic that leaves the range of
 * a {@code long} is an error, never a wrap.
 */
public record Money(long minorUnits, Currency currency) {
    private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?\\d{1,24}(\\.\\d{1,12})?");
    /** A long has 19 decimal digits; anything with more digits before the point cannot fit. */
    private static final int MAX_INTEGER_DIGITS = 19;

    public Money {
        Objects.requireNonNull(currency, "currency");
    }

    /**
     * Reads a plain decimal, such as "100", "100.5" or "-0.01".
     *
     * @throws Problem amount_invalid when it is not one, has more fraction digits than the currency, or does not fit;
     *     unknown_currency
     */
    public static Money parse(String amount, String currency) {
        if (amount == null || !PLAIN_DECIMAL.matcher(amount).matches()) {
            throw amountInvalid("The amount is not a plain decimal number.");
        }
        return of(new BigDecimal(amount), Currency.of(currency));
    }

    /** As {@link #parse}, from an exact decimal. */
    public static Money of(BigDecimal amount, Currency currency) {
        int digits = currency.digits();
        if (amount.signum() != 0 && (long) amount.precision() - amount.scale() > MAX_INTEGER_DIGITS) {
            throw tooLarge("amount", currency);
        }
        if (amount.scale() > digits) {
            throw amountInvalid(
                    "The amount has %d fraction digits; %s has %d.".formatted(amount.scale(), currency, digits));
        }
        try {
            return new Money(amount.movePointRight(digits).longValueExact(), currency);
        } catch (ArithmeticException outOfRange) {
            throw tooLarge("amount", currency);
        }
    }

    /** As {@link #of}, for the result of a conversion: a problem says so. */
    public static Money converted(BigDecimal amount, Currency currency) {
        if (amount.abs().compareTo(new Money(Long.MAX_VALUE, currency).toDecimal()) > 0) {
            throw tooLarge("converted amount", currency);
        }
        return of(amount, currency);
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** The amount as a decimal with exactly the currency's fraction digits: "100.00", "1500" for JPY. */
    public String amount() {
        int digits = currency.digits();
        var text = new StringBuilder().append(minorUnits);
        int first = minorUnits < 0 ? 1 : 0;
        while (text.length() - first <= digits) {
            text.insert(first, '0');
        }
        return digits == 0
                ? text.toString()
                : text.insert(text.length() - digits, '.').toString();
    }

    public BigDecimal toDecimal() {
        return BigDecimal.valueOf(minorUnits, currency.digits());
    }

    public boolean isPositive() {
        return minorUnits > 0;
    }

    /** @throws Problem amount_invalid unless greater than zero */
    public Money requirePositive() {
        if (!isPositive()) {
            throw amountInvalid("The amount must be greater than zero.");
        }
        return this;
    }

    public Money plus(Money other) {
        requireSameCurrency(other);
        try {
            return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
        } catch (ArithmeticException overflow) {
            throw tooLarge("sum", currency);
        }
    }

    public Money minus(Money other) {
        requireSameCurrency(other);
        try {
            return new Money(Math.subtractExact(minorUnits, other.minorUnits), currency);
        } catch (ArithmeticException overflow) {
            throw tooLarge("difference", currency);
        }
    }

    /** For logs and prose: "100.00 USD". */
    @Override
    public String toString() {
        return amount() + " " + currency;
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(currency + " and " + other.currency + " do not add up");
        }
    }

    private static Problem tooLarge(String amount, Currency currency) {
        return amountInvalid("The %s is beyond %s, the largest amount of %s."
                .formatted(amount, new Money(Long.MAX_VALUE, currency).amount(), currency));
    }

    private static Problem amountInvalid(String detail) {
        return Problem.of(StandardError.AMOUNT_INVALID, detail);
    }
}
