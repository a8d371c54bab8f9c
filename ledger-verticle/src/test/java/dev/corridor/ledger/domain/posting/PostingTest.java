package dev.corridor.ledger.domain.posting;

import static dev.corridor.ledger.domain.posting.Samples.EUR;
import static dev.corridor.ledger.domain.posting.Samples.NOON;
import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.bank;
import static dev.corridor.ledger.domain.posting.Samples.id;
import static dev.corridor.ledger.domain.posting.Samples.posting;
import static dev.corridor.ledger.domain.posting.Samples.transfer;
import static dev.corridor.ledger.domain.posting.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostingTest {
    private final Account ada = wallet("ada", USD, 100_00);
    private final Account blaise = wallet("blaise", USD, 0);
    private final Account chen = wallet("chen", EUR, 50_00);
    private final Account bank = bank(USD);
    private final MemoryLedger ledger = new MemoryLedger(ada, blaise, chen, bank);

    @Test
    void a_transfer_lowers_the_payer_and_raises_the_payee() {
        var outcome = ledger.post(posting("p", transfer("t", ada, blaise, 30_00)), NOON);

        assertThat(outcome).isInstanceOfSatisfying(Posted.class, posted -> {
            assertThat(posted.replayed()).isFalse();
            assertThat(posted.posting().bookedAt()).isEqualTo(NOON);
            assertThat(posted.posting().balances())
                    .containsExactly(
                            new BalanceAfter(ada.id(), new Money(70_00, USD), 1),
                            new BalanceAfter(blaise.id(), new Money(30_00, USD), 1));
        });
    }

    @Test
    void a_debit_raises_an_asset_account() {
        ledger.post(posting("top up", transfer("t", bank, ada, 5_00)), NOON);

        assertThat(ledger.account(bank.id()).balance()).isEqualTo(new Money(5_00, USD));
        assertThat(ledger.account(ada.id()).balance()).isEqualTo(new Money(105_00, USD));
    }

    @Test
    void the_last_cent_can_be_spent_and_not_one_more() {
        assertThat(ledger.post(posting("all", transfer("t1", ada, blaise, 100_00)), NOON))
                .isInstanceOf(Posted.class);
        assertRefused(posting("more", transfer("t2", ada, blaise, 1)), LedgerError.INSUFFICIENT_FUNDS, 0);
    }

    @Test
    void an_account_without_limit_takes_either_sign() {
        ledger.post(posting("out", transfer("t", ada, bank, 40_00)), NOON);

        assertThat(ledger.account(bank.id()).balance()).isEqualTo(new Money(-40_00, USD));
    }

    @Test
    void money_received_in_a_posting_can_be_spent_by_its_next_transfer() {
        var outcome = ledger.post(
                posting("through", transfer("t1", ada, blaise, 60_00), transfer("t2", blaise, bank, 60_00)), NOON);

        assertThat(outcome).isInstanceOf(Posted.class);
        assertThat(ledger.account(blaise.id()).version()).isEqualTo(2);
    }

    @Test
    void a_posting_with_a_refused_second_transfer_books_nothing() {
        assertRefused(
                posting("half", transfer("t1", ada, blaise, 60_00), transfer("t2", ada, blaise, 60_00)),
                LedgerError.INSUFFICIENT_FUNDS,
                1);

        assertThat(ledger.account(ada.id())).isEqualTo(ada);
        assertThat(ledger.account(blaise.id())).isEqualTo(blaise);
    }

    @Test
    void an_account_that_does_not_exist_is_named_in_the_refusal() {
        var unknown = wallet("unknown", USD, 0);

        var refused = assertRefused(posting("p", transfer("t", ada, unknown, 1)), LedgerError.ACCOUNT_NOT_FOUND, 0);
        assertThat(refused.refusal().detail()).contains(unknown.id().toString());
    }

    @Test
    void both_accounts_must_be_in_the_currency_of_the_amount() {
        assertRefused(posting("p1", transfer("t", ada, chen, 1)), LedgerError.CURRENCY_MISMATCH, 0);
        assertRefused(posting("p2", transfer("t", ada, blaise, 1, EUR)), LedgerError.CURRENCY_MISMATCH, 0);
    }

    @Test
    void an_amount_must_be_greater_than_zero() {
        assertRefused(posting("zero", transfer("t", ada, blaise, 0)), LedgerError.AMOUNT_INVALID, 0);
        assertRefused(posting("less", transfer("t", ada, blaise, -1)), LedgerError.AMOUNT_INVALID, 0);
        assertRefused(posting("least", transfer("t", ada, blaise, Long.MIN_VALUE)), LedgerError.AMOUNT_INVALID, 0);
    }

    @Test
    void one_account_cannot_be_on_both_sides() {
        assertRefused(posting("p", transfer("t", ada, ada, 1)), LedgerError.SAME_ACCOUNT, 0);
    }

    @Test
    void a_balance_that_would_overflow_is_refused_on_either_side() {
        ledger.post(posting("fill", transfer("t0", bank, blaise, Long.MAX_VALUE - 100_00)), NOON);

        assertRefused(posting("payee", transfer("t1", bank, blaise, Long.MAX_VALUE)), LedgerError.OVERFLOW, 0);
        assertRefused(posting("payer", transfer("t2", bank, ada, 200_00)), LedgerError.OVERFLOW, 0);
    }

    @Test
    void a_repeat_is_replayed() {
        var posting = posting("p", transfer("t", ada, blaise, 30_00));
        var first = (Posted) ledger.post(posting, NOON);
        ledger.post(posting("other", transfer("t2", ada, blaise, 1_00)), NOON.plusSeconds(1));

        var second = (Posted) ledger.post(posting, NOON.plusSeconds(2));

        assertThat(second.replayed()).isTrue();
        assertThat(second.posting()).isEqualTo(first.posting());
        assertThat(ledger.account(ada.id()).balance()).isEqualTo(new Money(69_00, USD));
    }

    @Test
    void a_repeat_within_one_batch_is_replayed() {
        var posting = posting("p", transfer("t", ada, blaise, 30_00));

        var outcomes = ledger.post(List.of(posting, posting), NOON);

        assertThat(outcomes)
                .extracting(outcome -> ((Posted) outcome).replayed())
                .containsExactly(false, true);
        assertThat(ledger.account(ada.id()).version()).isEqualTo(1);
    }

    @Test
    void the_same_id_with_other_content_is_a_conflict() {
        ledger.post(posting("p", transfer("t", ada, blaise, 30_00)), NOON);

        assertRefused(posting("p", transfer("t", ada, blaise, 30_01)), LedgerError.DUPLICATE_CONFLICT, 0);
        assertRefused(
                Posting.of(id("p"), "other words", List.of(transfer("t", ada, blaise, 30_00))),
                LedgerError.DUPLICATE_CONFLICT,
                0);
    }

    @Test
    void a_transfer_id_belongs_to_one_posting() {
        ledger.post(posting("p", transfer("t", ada, blaise, 1_00)), NOON);

        assertRefused(posting("q", transfer("t", ada, blaise, 1_00)), LedgerError.DUPLICATE_CONFLICT, 0);
        assertRefused(
                posting("r", transfer("u", ada, blaise, 1_00), transfer("u", ada, blaise, 1_00)),
                LedgerError.DUPLICATE_CONFLICT,
                1);
    }

    @Test
    void a_refusal_is_final_and_uses_up_the_id() {
        var posting = posting("p", transfer("t", blaise, ada, 10_00));
        assertRefused(posting, LedgerError.INSUFFICIENT_FUNDS, 0);
        ledger.post(posting("help", transfer("t2", ada, blaise, 10_00)), NOON);

        var again = assertRefused(posting, LedgerError.INSUFFICIENT_FUNDS, 0);
        assertThat(again.replayed()).isTrue();
        assertThat(ledger.post(posting("q", transfer("t", blaise, ada, 10_00)), NOON))
                .isInstanceOf(Posted.class);
    }

    @Test
    void booking_times_of_an_account_ascend() {
        ledger.post(posting("late", transfer("t1", ada, blaise, 1)), NOON.plusSeconds(60));

        var outcome = (Posted) ledger.post(posting("slow clock", transfer("t2", ada, blaise, 1)), NOON);

        assertThat(outcome.posting().bookedAt()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void a_posting_that_cannot_be_stored_is_invalid() {
        var transfer = transfer("t", ada, blaise, 1);

        assertThatThrownBy(() -> posting("empty")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> posting("many", Collections.nCopies(1_001, transfer)))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> posting("\u0000", transfer)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> posting("\ud800", transfer)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> posting("x".repeat(141), transfer)).isInstanceOf(Problem.class);
    }

    private Refused assertRefused(Posting posting, LedgerError reason, int transferIndex) {
        var outcome = ledger.post(posting, NOON);
        assertThat(outcome).isInstanceOf(Refused.class);
        var refused = (Refused) outcome;
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.refusal().transferIndex()).isEqualTo(transferIndex);
        return refused;
    }
}
