package dev.corridor.kit.request;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads the money that callers send in JSON: an amount, which is a decimal string or a JSON number, and its currency. */
public final class RequestMoney {
    private RequestMoney() {}

    /** @throws Problem amount_invalid, unknown_currency */
    public static Money required(JsonObject json, String amountField, String currencyField) {
        return of(json.getValue(amountField), json.getString(currencyField), amountField);
    }

    /**
     * Reads an amount. A number counts by its value: 1.5, 1.50 and 15e-1 are the same one. A text is what its digits say.
     *
     * @param amount a {@code String} or a {@code Number}
     * @throws Problem amount_invalid, unknown_currency
     */
    public static Money of(Object amount, String currency, String field) {
        if (amount instanceof String text) {
            return Money.parse(text, currency);
        }
        if (amount instanceof Number number) {
            return Money.of(new BigDecimal(number.toString()).stripTrailingZeros(), Currency.of(currency));
        }
        throw Problem.of(StandardError.AMOUNT_INVALID, "The field %s is missing.".formatted(field));
    }

    /**
     * Reads money that may be left out. Its two fields are given together or not at all: half of a value is a value that
     * the client lost, and never means "all".
     *
     * @throws Problem amount_invalid, unknown_currency
     */
    public static Optional<Money> optional(JsonObject json, String amountField, String currencyField) {
        boolean hasAmount = json.containsKey(amountField);
        boolean hasCurrency = json.containsKey(currencyField);
        if (!hasAmount && !hasCurrency) {
            return Optional.empty();
        }
        if (!hasAmount) {
            throw Problem.of(StandardError.AMOUNT_INVALID, half(amountField, currencyField));
        }
        if (!hasCurrency) {
            throw Problem.of(StandardError.UNKNOWN_CURRENCY, half(currencyField, amountField));
        }
        return Optional.of(required(json, amountField, currencyField));
    }

    private static String half(String missing, String given) {
        return "The field %s is missing; %s was sent. Send both, or neither.".formatted(missing, given);
    }
}
