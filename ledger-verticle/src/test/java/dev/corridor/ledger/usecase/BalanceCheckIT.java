package dev.corridor.ledger.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.ledger.RunningLedger;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the operator's alarm looks at, when somebody has written into the books by hand. */
class BalanceCheckIT {
    private static final int LOOKS = 600;

    @Test
    void a_currency_that_does_not_sum_to_zero_shows_in_the_metrics_as_long_as_it_does_not() {
        try (var ledger = new RunningLedger(Map.of("LEDGER_CHECK_EVERY", "PT0.05S"))) {
            ledger.asOwner(
                    """
                    insert into account
                      (id, owner, code, currency, kind, limit_policy, overdraft_minor, state, metadata, revision,
                       balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at)
                    values (gen_random_uuid(), 'house', 'bank', 'EUR', 'ASSET', 'NONE', 0, 'OPEN', '{}', 0,
                            500, 0, 0, 0, now(), now())
                    """);
            assertThat(imbalancedCurrencies(ledger, "1.0")).isEqualTo("1.0");

            ledger.asOwner("delete from account");
            assertThat(imbalancedCurrencies(ledger, "0.0")).isEqualTo("0.0");
        }
    }

    /** Once it is as expected, or never will be. */
    private static String imbalancedCurrencies(RunningLedger ledger, String expected) {
        String gauge = "corridor_ledger_imbalanced_currencies ";
        String seen = "";
        for (int look = 0; look < LOOKS && !seen.equals(expected); look++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            seen = ledger.document("/metrics", "")
                    .lines()
                    .filter(line -> line.startsWith(gauge))
                    .map(line -> line.substring(gauge.length()).strip())
                    .findFirst()
                    .orElse("not there");
        }
        return seen;
    }
}
