package dev.corridor.ledger.domain.statement;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;

/** The books' check on themselves: in every currency, what stands on the debit side equals what stands on the credit. */
public record TrialBalance(Instant asOf, List<CurrencyTotal> totals) {
    public TrialBalance {
        totals = List.copyOf(totals);
    }

    /** Sums in units of the currency; unlike one balance they may exceed what a long holds. */
    public record CurrencyTotal(Currency currency, BigDecimal debits, BigDecimal credits) {
        /** Zero, or the books are broken. */
        public BigDecimal difference() {
            return credits.subtract(debits);
        }
    }
}
