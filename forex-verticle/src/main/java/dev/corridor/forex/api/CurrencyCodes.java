package dev.corridor.forex.api;

import dev.corridor.forex.domain.ReferenceRates;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.money.Money;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Reads the currencies of a request. */
final class CurrencyCodes {
    private static final int MAX_CURRENCIES = 50;

    private CurrencyCodes() {}

    /** @throws Problem unknown_currency, or invalid_request when there are too many */
    static List<Currency> parse(List<String> codes) {
        if (codes.size() > MAX_CURRENCIES) {
            throw Problem.of(StandardError.INVALID_REQUEST, "More than " + MAX_CURRENCIES + " currencies.");
        }
        return codes.stream().map(Money::currency).distinct().toList();
    }

    /** As {@link #parse}, from a list with commas; none when it is absent. */
    static List<Currency> parse(Optional<String> codes) {
        return codes.map(list -> parse(Arrays.asList(list.split(",", -1)))).orElse(List.of());
    }

    /** The euro when there is none. */
    static Currency base(Optional<String> code) {
        return code.map(Money::currency).orElse(ReferenceRates.EURO);
    }
}
