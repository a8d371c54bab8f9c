package dev.corridor.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContestedAccountsTest {
    private final ContestedAccounts contested = new ContestedAccounts();
    private final UUID ada = UUID.randomUUID();
    private final UUID blaise = UUID.randomUUID();

    @Test
    void an_account_changed_by_another_process_is_contested_and_others_are_not() {
        contested.changed(ada);

        assertThat(contested.containsAny(List.of(blaise, ada))).isTrue();
        assertThat(contested.containsAny(List.of(blaise))).isFalse();
    }

    @Test
    void an_account_is_contested_until_it_was_read_unchanged_often_enough() {
        contested.changed(ada);
        for (int i = 1; i < ContestedAccounts.UNCHANGED_READS; i++) {
            contested.unchanged(ada);
        }
        assertThat(contested.containsAny(List.of(ada))).isTrue();

        contested.unchanged(ada);

        assertThat(contested.containsAny(List.of(ada))).isFalse();
    }

    @Test
    void another_change_starts_the_count_again() {
        contested.changed(ada);
        for (int i = 0; i < 3 * ContestedAccounts.UNCHANGED_READS; i++) {
            contested.unchanged(ada);
            contested.changed(ada);
        }

        assertThat(contested.containsAny(List.of(ada))).isTrue();
    }

    @Test
    void the_number_of_accounts_is_bounded() {
        contested.changed(ada);
        for (int i = 0; i < 20_000; i++) {
            contested.changed(UUID.randomUUID());
        }

        assertThat(contested.containsAny(List.of(ada))).isFalse();
    }
}
