package dev.corridor.kit.request;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Rule for whole numbers, the same at every transport: a number is whole by its value, as in JSON Schema, so 12, 12.0 and 1.2e1 are
 * the same whole number. It has at most 18 digits.
 */
public final class WholeNumber {
    private static final int DIGITS_MAX = 18;
    private static final Pattern JSON_NUMBER =
            Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,18})?([eE][+-]?\\d{1,2})?");

    private WholeNumber() {}

    /** Reads a number in JSON's spelling; empty unless it is a whole number. */
    public static OptionalLong parse(String text) {
        return JSON_NUMBER.matcher(text).matches() ? of(new BigDecimal(text)) : OptionalLong.empty();
    }

    /** Returns the value of a whole number; empty for a fraction and for a number of more digits. */
    public static OptionalLong of(BigDecimal number) {
        if (number.signum() == 0) {
            return OptionalLong.of(0);
        }
        // The length is checked first: 1e999999999 is whole and would fill the memory.
        var shortest = number.stripTrailingZeros();
        return shortest.scale() <= 0 && (long) shortest.precision() - shortest.scale() <= DIGITS_MAX
                ? OptionalLong.of(shortest.longValueExact())
                : OptionalLong.empty();
    }
}
