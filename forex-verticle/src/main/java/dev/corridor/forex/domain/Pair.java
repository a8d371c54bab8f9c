package dev.corridor.forex.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import java.time.Instant;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** A pair of two currencies. The price of USD/EUR is how many EUR one USD buys. */
public record Pair(Currency base, Currency quote) {
    private static final Pattern FORM = Pattern.compile("[A-Z]{3}/[A-Z]{3}");

    public Pair {
        if (base.equals(quote)) {
            throw new IllegalArgumentException("a pair has two currencies");
        }
    }

    /** @throws Problem unknown_pair unless the text is two different currencies, written USD/EUR */
    public static Pair parse(String text) {
        if (text == null || !FORM.matcher(text).matches() || text.startsWith(text.substring(4))) {
            throw Problem.of(ForexError.UNKNOWN_PAIR, "A pair is two different currencies, written USD/EUR.");
        }
        try {
            return new Pair(Currency.of(text.substring(0, 3)), Currency.of(text.substring(4)));
        } catch (Problem unknownCurrency) {
            throw Problem.of(ForexError.UNKNOWN_PAIR, "There is no pair " + text + ".");
        }
    }

    /** @throws Problem unknown_currency unless both currencies exist at that moment */
    public Pair requireAt(Instant moment) {
        base.requireAt(moment);
        quote.requireAt(moment);
        return this;
    }

    public boolean hasEndedAt(Instant moment) {
        return base.hasEndedAt(moment) || quote.hasEndedAt(moment);
    }

    public boolean existsOn(LocalDate day) {
        return base.existsOn(day) && quote.existsOn(day);
    }

    public Pair inverse() {
        return new Pair(quote, base);
    }

    @Override
    public String toString() {
        return base.code() + "/" + quote.code();
    }
}
