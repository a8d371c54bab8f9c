package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.value.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Trial balance: the sums of debit and credit balances of every currency, which must be equal. */
public record TrialBalance(Instant asOf, List<CurrencyTotal> totals) {
    public TrialBalance {
        totals = List.copyOf(totals);
    }

    /** Sums in units of the currency. They may exceed the range of a long. */
    public record CurrencyTotal(Currency currency, BigDecimal debits, BigDecimal credits) {
        /** Returns credits less debits. Anything but zero is an error in the ledger. */
        public BigDecimal difference() {
            return credits.subtract(debits);
        }
    }
}
