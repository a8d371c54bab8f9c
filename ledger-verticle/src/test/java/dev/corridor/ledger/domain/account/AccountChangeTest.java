package dev.corridor.ledger.domain.account;

import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.account;
import static dev.corridor.ledger.domain.posting.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Metadata;
import dev.corridor.ledger.domain.LedgerError;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountChangeTest {
    private static final AccountChange NOTHING =
            new AccountChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final AccountProfile full =
            new AccountProfile(wallet("ada", USD, 100_00), new Metadata(Map.of("tier", "gold")));

    @Test
    void absent_attributes_do_not_change() {
        var changed = NOTHING.applyTo(full);

        assertThat(changed.account())
                .usingRecursiveComparison()
                .ignoringFields("revision")
                .isEqualTo(full.account());
        assertThat(changed.metadata()).isEqualTo(full.metadata());
        assertThat(changed.account().revision()).isEqualTo(1);
    }

    @Test
    void only_an_empty_account_can_be_closed_and_closing_is_final() {
        assertRefused(to(AccountState.CLOSED), full, LedgerError.ACCOUNT_NOT_EMPTY);

        var closed = to(AccountState.CLOSED).applyTo(new AccountProfile(wallet("b", USD, 0), Metadata.NONE));
        assertThat(closed.account().state()).isEqualTo(AccountState.CLOSED);
        assertRefused(to(AccountState.OPEN), closed, LedgerError.ACCOUNT_CLOSED);
    }

    @Test
    void a_limit_below_which_the_balance_is_cannot_be_set() {
        var overdrawn = new AccountProfile(
                account("c", "wallet", USD, AccountKind.LIABILITY, Limit.overdraft(50_00), -40_00), Metadata.NONE);

        assertRefused(to(Limit.overdraft(39_99)), overdrawn, LedgerError.INSUFFICIENT_FUNDS);
        assertThat(to(Limit.overdraft(40_00))
                        .applyTo(overdrawn)
                        .account()
                        .spec()
                        .limit())
                .isEqualTo(Limit.overdraft(40_00));
    }

    @Test
    void a_change_of_an_older_revision_is_stale() {
        var second = NOTHING.applyTo(full);

        assertRefused(ifRevision(0), second, LedgerError.STALE_VERSION);
        assertThat(ifRevision(1).applyTo(second).account().revision()).isEqualTo(2);
    }

    private static AccountChange to(AccountState state) {
        return new AccountChange(Optional.of(state), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static AccountChange to(Limit limit) {
        return new AccountChange(Optional.empty(), Optional.of(limit), Optional.empty(), Optional.empty());
    }

    private static AccountChange ifRevision(long revision) {
        return new AccountChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(at -> at == revision));
    }

    private static void assertRefused(AccountChange change, AccountProfile profile, LedgerError reason) {
        assertThatThrownBy(() -> change.applyTo(profile))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.is(reason)).isTrue());
    }
}
