package dev.corridor.forex.reference.wire;

import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Currency;
import java.util.List;
import java.util.Optional;

/** Parses the currencies of a request. */
public final class CurrencyCodes {
    private static final int MAX_CURRENCIES = 50;

    private CurrencyCodes() {}

    /** @throws Problem unknown_currency; invalid_request for more than 50 */
    public static List<Currency> parse(List<String> codes) {
        if (codes.size() > MAX_CURRENCIES) {
            throw Problem.of(StandardError.INVALID_REQUEST, "There are more than " + MAX_CURRENCIES + " currencies.");
        }
        return codes.stream().map(Currency::of).distinct().toList();
    }

    /** Returns the euro when the base is absent. */
    public static Currency base(Optional<String> code) {
        return code.map(Currency::of).orElse(RatePublication.EURO);
    }
}
