package dev.corridor.edge.usage.domain;

import java.math.BigDecimal;

/**
 * Line of an invoice. Amounts are exact decimals: a call may cost a fraction of a cent, so a line is not rounded.
 *
 * @param item PLAN for the price of a month, CALLS_OVER_QUOTA for calls
 * @param amount {@code quantity} times {@code unitPrice}
 * @param currency ISO 4217
 */
public record InvoiceLine(
        String application,
        String api,
        String version,
        String plan,
        Item item,
        long quantity,
        BigDecimal unitPrice,
        BigDecimal amount,
        String currency) {

    /** What a line charges for. */
    public enum Item {
        PLAN,
        CALLS_OVER_QUOTA
    }
}
