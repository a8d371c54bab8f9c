package dev.corridor.forex.domain;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import java.util.Locale;

/** Error codes of the forex service, the same for all transports. */
public enum ForexError implements ErrorCode {
    UNKNOWN_PAIR(Fault.UNPROCESSABLE, "Take a pair from GET /instruments, written USD/EUR."),
    TOO_MANY_PAIRS(Fault.UNPROCESSABLE, "Ask for fewer."),
    DATE_INVALID(Fault.INVALID, "Send a date as 2026-10-30."),
    DATE_IN_FUTURE(Fault.UNPROCESSABLE, "Send a date up to today in Frankfurt; there are no rates for later days yet."),
    RANGE_INVALID(Fault.INVALID, "Send a from that is not after to."),
    AMOUNT_TOO_SMALL(Fault.UNPROCESSABLE, "Send an amount that is worth at least the other currency's smallest unit."),
    RATES_NOT_FOUND(Fault.NOT_FOUND, "The European Central Bank has published reference rates since 1999-01-04."),
    HISTORY_LOADING(Fault.UNAVAILABLE, "The history is being loaded; repeat in a few seconds."),
    RATE_UNAVAILABLE(Fault.UNAVAILABLE, "There is no live price at the moment; repeat shortly."),
    VALIDITY_INVALID(Fault.UNPROCESSABLE, "Ask for 5 to 300 seconds; the default is 30."),
    QUOTE_NOT_FOUND(Fault.NOT_FOUND, "Check the id, and that the token is the owner's."),
    QUOTE_EXPIRED(Fault.REFUSED, "Ask for a new quote; a longer one with valid_for_seconds."),
    QUOTE_USED(Fault.REFUSED, "A quote can be used by one payment only; ask for another."),
    QUOTE_MISMATCH(Fault.REFUSED, "Pay exactly the quote's target amount, from its source currency."),
    GRANULARITY_INVALID(Fault.INVALID, "Take one of 1s, 1m, 5m, 15m, 1h and 1d."),
    GRANULARITY_UNAVAILABLE(Fault.UNPROCESSABLE, "Ask for a longer one; only the major currencies have candles of 1s."),
    TIME_INVALID(Fault.INVALID, "Send a time as 2026-01-01T00:00:00Z."),
    ALERT_NOT_FOUND(Fault.NOT_FOUND, "Check the id, and that the token is the owner's."),
    PRICE_INVALID(
            Fault.UNPROCESSABLE, "Send a positive plain decimal of at most 20 digits, 10 of them after the point."),
    EXPIRY_INVALID(Fault.UNPROCESSABLE, "Send an expires_at in the future."),
    TOO_MANY_ALERTS(Fault.TOO_MANY, "Delete alerts that are not needed any more."),
    CURSOR_INVALID(Fault.INVALID, "Send the next_cursor of the page before, or none."),
    TOKEN_OF_ANOTHER(Fault.FORBIDDEN, "Open another connection for another user."),
    BAD_MESSAGE(Fault.INVALID, "Compare the message with /asyncapi.yaml."),
    TOO_MANY_SUBSCRIPTIONS(Fault.TOO_MANY, "Unsubscribe from some pairs first."),
    TOO_MANY_MESSAGES(Fault.TOO_MANY, "Send fewer messages a second; several pairs fit into one.");

    private final Fault fault;
    private final String advice;

    ForexError(Fault fault, String advice) {
        this.fault = fault;
        this.advice = advice;
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public String advice() {
        return advice;
    }

    /** Rates of the past come after a start, while the service answers everything else. */
    @Override
    public boolean isExpected() {
        return this == HISTORY_LOADING;
    }
}
