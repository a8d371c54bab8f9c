package dev.corridor.forex.reference.wire;

import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Money;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Reads the currencies of a request. */
public final class CurrencyCodes {
    private static final int MAX_CURRENCIES = 50;

    private CurrencyCodes() {}

    /** @throws Problem unknown_currency, or invalid_request when there are too many */
    public static List<Currency> parse(List<String> codes) {
        if (codes.size() > MAX_CURRENCIES) {
            throw Problem.of(StandardError.INVALID_REQUEST, "More than " + MAX_CURRENCIES + " currencies.");
        }
        return codes.stream().map(Money::currency).distinct().toList();
    }

    /** As {@link #parse}, from a list with commas; none when it is absent. */
    public static List<Currency> parse(Optional<String> codes) {
        return codes.map(list -> parse(Arrays.asList(list.split(",", -1)))).orElse(List.of());
    }

    /** The euro when there is none. */
    public static Currency base(Optional<String> code) {
        return code.map(Money::currency).orElse(RatePublication.EURO);
    }
}
