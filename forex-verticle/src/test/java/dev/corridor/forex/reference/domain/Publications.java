package dev.corridor.forex.reference.domain;

import dev.corridor.kit.value.Currency;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** Publications for tests. */
public final class Publications {
    private Publications() {}

    /** A part of the European Central Bank's publication of 2023-02-21. */
    public static RatePublication february() {
        return of(
                "2023-02-21",
                Map.of(
                        "USD", "1.0664", "JPY", "143.76", "GBP", "0.87925", "KRW", "1387.75", "IDR", "16216.7", "BGN",
                        "1.9558"));
    }

    public static RatePublication of(String asOf, Map<String, String> perEuro) {
        var rates = new HashMap<Currency, BigDecimal>();
        perEuro.forEach((code, rate) -> rates.put(Currency.of(code), new BigDecimal(rate)));
        return RatePublication.of(LocalDate.parse(asOf), "ECB", rates);
    }

    public static Currency currency(String code) {
        return Currency.of(code);
    }
}
