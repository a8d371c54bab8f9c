package dev.corridor.kit.value;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Currency of the project's own table ({@code currencies.csv}), which is the same on every Java runtime: ISO 4217 code, English name,
 * fraction digits, the days on which it exists, and for a currency that joined the euro its irrevocable conversion rate.
 *
 * <p>Stored amounts and dated questions may be in a currency that has ended, so reading a code accepts every listed currency. What
 * creates new money, prices or promises checks {@link #requireAt} as well.
 */
public final class Currency implements Comparable<Currency> {
    /** Days begin at midnight in Frankfurt, for currencies as for reference rates. */
    public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private static final CurrencyTable TABLE = CurrencyTable.load();
    public static final Currency EURO = of("EUR");

    private static final int LONGEST_QUOTED_CODE = 8;

    private final String code;
    private final String name;
    private final int digits;
    private final LocalDate firstDay;
    private final LocalDate lastDay;
    private final Optional<BigDecimal> perEuro;

    Currency(
            String code, String name, int digits, LocalDate firstDay, LocalDate lastDay, Optional<BigDecimal> perEuro) {
        this.code = code;
        this.name = name;
        this.digits = digits;
        this.firstDay = firstDay;
        this.lastDay = lastDay;
        this.perEuro = perEuro;
    }

    /** @throws Problem unknown_currency unless the table lists the code; a currency that has ended is listed */
    public static Currency of(String code) {
        if (code == null || code.isEmpty()) {
            throw Problem.of(StandardError.UNKNOWN_CURRENCY, "The currency is missing.");
        }
        return find(code).orElseThrow(() -> unlisted(code));
    }

    public static Optional<Currency> find(String code) {
        return TABLE.find(code);
    }

    /** Returns every currency of the table, by code, with those that have ended. */
    public static List<Currency> all() {
        return TABLE.all();
    }

    /** Returns the day of a moment. */
    public static LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, ZONE);
    }

    public String code() {
        return code;
    }

    public String name() {
        return name;
    }

    /** Returns the number of fraction digits of its minor unit. */
    public int digits() {
        return digits;
    }

    /** Returns its last day; empty while no end is known. */
    public Optional<LocalDate> lastDay() {
        return lastDay.equals(LocalDate.MAX) ? Optional.empty() : Optional.of(lastDay);
    }

    /** Returns how much of it one euro is since its last day; empty unless the euro replaced it. */
    public Optional<BigDecimal> perEuro() {
        return perEuro;
    }

    public boolean existsOn(LocalDate day) {
        return !day.isBefore(firstDay) && !day.isAfter(lastDay);
    }

    public boolean hasEndedAt(Instant moment) {
        return dayOf(moment).isAfter(lastDay);
    }

    /** @throws Problem unknown_currency, with the first or last day, unless the currency exists on the day */
    public Currency requireOn(LocalDate day) {
        if (day.isAfter(lastDay)) {
            throw ended();
        }
        if (day.isBefore(firstDay)) {
            throw about("%s has been a currency since %s only, not on %s.".formatted(code, firstDay, day))
                    .with("first_date", firstDay.toString());
        }
        return this;
    }

    /** As {@link #requireOn}, on the day of a moment. */
    public Currency requireAt(Instant moment) {
        return requireOn(dayOf(moment));
    }

    private Problem ended() {
        var successor = perEuro.map(
                        rate -> "; EUR replaced it at %s %s for 1 EUR".formatted(rate.toPlainString(), code))
                .orElse("");
        return about("%s is no currency any more: its last day was %s%s.".formatted(code, lastDay, successor))
                .with("last_date", lastDay.toString());
    }

    private Problem about(String detail) {
        return Problem.of(StandardError.UNKNOWN_CURRENCY, detail).with("currency", code);
    }

    private static Problem unlisted(String code) {
        boolean isQuotable = code.length() <= LONGEST_QUOTED_CODE
                && code.chars().allMatch(character -> character > ' ' && character < 0x7f);
        var named = isQuotable ? "\"" + code + "\"" : "The currency";
        return Problem.of(
                StandardError.UNKNOWN_CURRENCY,
                named + " is not the ISO 4217 code of a currency, which is three capital letters.");
    }

    @Override
    public int compareTo(Currency other) {
        return code.compareTo(other.code);
    }

    /** Returns the code. */
    @Override
    public String toString() {
        return code;
    }
}
