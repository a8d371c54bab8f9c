package dev.corridor.ledger.domain.posting;

import static dev.corridor.ledger.domain.posting.Samples.NOON;
import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.account;
import static dev.corridor.ledger.domain.posting.Samples.balancing;
import static dev.corridor.ledger.domain.posting.Samples.bank;
import static dev.corridor.ledger.domain.posting.Samples.pending;
import static dev.corridor.ledger.domain.posting.Samples.post;
import static dev.corridor.ledger.domain.posting.Samples.posting;
import static dev.corridor.ledger.domain.posting.Samples.reversal;
import static dev.corridor.ledger.domain.posting.Samples.transfer;
import static dev.corridor.ledger.domain.posting.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.Limit;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import org.junit.jupiter.api.Test;

class ReversalAndBalancingTest {
    private final Account ada = wallet("ada", USD, 100_00);
    private final Account blaise = wallet("blaise", USD, 0);
    private final Account bank = bank(USD);
    private final Account credit = account("chen", "wallet", USD, AccountKind.LIABILITY, Limit.overdraft(50_00), 0);
    private final MemoryLedger ledger = new MemoryLedger(ada, blaise, bank, credit);

    @Test
    void a_reversal_moves_the_money_back_and_names_the_transfer() {
        assertPosted(posting("pay", transfer("t", ada, blaise, 30_00)));

        var reversed = (Posted) ledger.post(posting("back", reversal("r", "t")), NOON);

        assertThat(ledger.account(ada.id()).balanceMinor()).isEqualTo(100_00);
        assertThat(ledger.account(blaise.id()).balanceMinor()).isZero();
        assertThat(reversed.posting().transfers()).singleElement().satisfies(transfer -> {
            assertThat(transfer.refersTo()).contains(Samples.id("t"));
            assertThat(transfer.debitAccountId()).isEqualTo(blaise.id());
        });
    }

    @Test
    void a_transfer_is_reversed_once_and_a_reversal_never() {
        assertPosted(posting("pay", transfer("t", ada, blaise, 30_00)));
        assertPosted(posting("back", reversal("r", "t")));

        assertRefused(posting("twice", reversal("s", "t")), LedgerError.ALREADY_REVERSED);
        assertRefused(posting("again", reversal("u", "r")), LedgerError.NOT_REVERSIBLE);
        assertRefused(posting("what", reversal("v", "nothing")), LedgerError.TRANSFER_NOT_FOUND);
        assertRefused(
                posting("both", transfer("w", ada, blaise, 1), reversal("x", "w"), reversal("y", "w")),
                LedgerError.ALREADY_REVERSED);
    }

    @Test
    void a_reversal_needs_the_money_on_the_account() {
        assertPosted(posting("pay", transfer("t", ada, blaise, 30_00)));
        assertPosted(posting("spend", transfer("u", blaise, bank, 1)));

        assertRefused(posting("back", reversal("r", "t")), LedgerError.INSUFFICIENT_FUNDS);
    }

    @Test
    void a_pending_transfer_cannot_be_reversed_but_the_one_that_posts_it_can() {
        assertPosted(posting("hold", pending("h", ada, blaise, 30_00)));
        assertRefused(posting("no", reversal("r", "h")), LedgerError.NOT_REVERSIBLE);
        assertPosted(posting("capture", post("p", "h")));

        assertPosted(posting("back", reversal("s", "p")));
        assertThat(ledger.account(ada.id()).balanceMinor()).isEqualTo(100_00);
    }

    @Test
    void a_balancing_transfer_moves_the_balance_up_to_its_amount() {
        assertPosted(posting("some", balancing("t", ada, blaise, 30_00, Balancing.DEBIT)));
        assertThat(ledger.account(ada.id()).balanceMinor()).isEqualTo(70_00);

        assertPosted(posting("sweep", balancing("u", ada, blaise, 1_000_00, Balancing.DEBIT)));
        assertThat(ledger.account(ada.id()).isEmpty()).isTrue();
        assertThat(ledger.account(blaise.id()).balanceMinor()).isEqualTo(100_00);
        assertRefused(
                posting("empty", balancing("v", ada, blaise, 1, Balancing.DEBIT)), LedgerError.INSUFFICIENT_FUNDS);
    }

    @Test
    void a_balancing_transfer_leaves_reserved_money() {
        assertPosted(posting("hold", pending("h", ada, blaise, 60_00)));
        assertPosted(posting("sweep", balancing("t", ada, bank, 1_000_00, Balancing.DEBIT)));

        assertThat(ledger.account(ada.id()).balanceMinor()).isEqualTo(60_00);
        assertThat(ledger.account(ada.id()).available().minorUnits()).isZero();
    }

    @Test
    void on_the_credit_side_a_balancing_transfer_pays_a_debt() {
        assertPosted(posting("borrow", transfer("t", credit, bank, 20_00)));
        assertPosted(posting("pay off", balancing("u", ada, credit, 100_00, Balancing.CREDIT)));

        assertThat(ledger.account(credit.id()).balanceMinor()).isZero();
        assertThat(ledger.account(ada.id()).balanceMinor()).isEqualTo(80_00);
    }

    @Test
    void a_repeat_of_a_balancing_transfer_is_replayed() {
        var sweep = posting("sweep", balancing("t", ada, blaise, 1_000_00, Balancing.DEBIT));
        var first = (Posted) ledger.post(sweep, NOON);

        assertThat(ledger.post(sweep, NOON)).isEqualTo(new Posted(first.posting(), true));
    }

    @Test
    void an_overdraft_may_be_used_up_to_its_limit() {
        assertRefused(posting("much", transfer("t", credit, bank, 50_01)), LedgerError.INSUFFICIENT_FUNDS);
        assertPosted(posting("all", transfer("u", credit, bank, 50_00)));
        assertThat(ledger.account(credit.id()).balanceMinor()).isEqualTo(-50_00);
    }

    private void assertPosted(Posting posting) {
        assertThat(ledger.post(posting, NOON)).isInstanceOf(Posted.class);
    }

    private void assertRefused(Posting posting, LedgerError reason) {
        assertThat(ledger.post(posting, NOON))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
