package dev.corridor.ledger.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.ledger.RunningLedger;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BalanceCheckIT {
    private static final String GAUGE = "corridor_ledger_imbalanced_currencies";

    @Test
    void the_gauge_counts_currencies_whose_balances_do_not_sum_to_zero() {
        try (var ledger = new RunningLedger(Map.of("LEDGER_CHECK_EVERY", "PT0.05S"))) {
            ledger.asOwner(
                    """
                    insert into account
                      (id, owner, code, currency, kind, limit_policy, overdraft_minor, state, metadata, revision,
                       balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at)
                    values (gen_random_uuid(), 'house', 'bank', 'EUR', 'ASSET', 'NONE', 0, 'OPEN', '{}', 0,
                            500, 0, 0, 0, now(), now())
                    """);
            await().untilAsserted(() -> assertThat(ledger.metric(GAUGE)).isEqualTo(1));

            ledger.asOwner("delete from account");
            await().untilAsserted(() -> assertThat(ledger.metric(GAUGE)).isZero());
        }
    }
}
