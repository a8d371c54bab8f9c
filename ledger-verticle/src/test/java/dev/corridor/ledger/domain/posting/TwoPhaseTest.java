package dev.corridor.ledger.domain.posting;

import static dev.corridor.ledger.domain.posting.Samples.EUR;
import static dev.corridor.ledger.domain.posting.Samples.NOON;
import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.bank;
import static dev.corridor.ledger.domain.posting.Samples.expire;
import static dev.corridor.ledger.domain.posting.Samples.pending;
import static dev.corridor.ledger.domain.posting.Samples.post;
import static dev.corridor.ledger.domain.posting.Samples.postPart;
import static dev.corridor.ledger.domain.posting.Samples.posting;
import static dev.corridor.ledger.domain.posting.Samples.release;
import static dev.corridor.ledger.domain.posting.Samples.transfer;
import static dev.corridor.ledger.domain.posting.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Pending transfers: reserved, then posted, voided or expired. */
class TwoPhaseTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Account ada = wallet("ada", USD, 100_00);
    private final Account shop = wallet("shop", USD, 0);
    private final Account bank = bank(USD);
    private final MemoryLedger ledger = new MemoryLedger(ada, shop, bank);

    @Test
    void a_pending_transfer_reserves_and_moves_nothing() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00)));

        assertThat(ledger.account(ada.id()).balance()).isEqualTo(usd(100_00));
        assertThat(ledger.account(ada.id()).pendingDebit()).isEqualTo(usd(60_00));
        assertThat(ledger.account(ada.id()).available()).isEqualTo(usd(40_00));
        assertThat(ledger.account(shop.id()).pendingCredit()).isEqualTo(usd(60_00));
        assertThat(ledger.account(shop.id()).available()).isEqualTo(usd(0));
    }

    @Test
    void reserved_money_cannot_be_spent() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00)));

        assertRefused(posting("more", transfer("t", ada, shop, 40_01)), LedgerError.INSUFFICIENT_FUNDS);
        assertPosted(posting("rest", transfer("u", ada, shop, 40_00)));
    }

    @Test
    void pending_credits_cannot_be_spent() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00)));

        assertRefused(posting("early", transfer("t", shop, bank, 1)), LedgerError.INSUFFICIENT_FUNDS);
    }

    @Test
    void posting_moves_all_of_it() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00)));
        assertPosted(posting("capture", post("p", "h")));

        assertThat(ledger.account(ada.id()).balance()).isEqualTo(usd(40_00));
        assertThat(ledger.account(ada.id()).pendingDebitMinor()).isZero();
        assertThat(ledger.account(shop.id()).balance()).isEqualTo(usd(60_00));
        assertThat(ledger.account(shop.id()).pendingCreditMinor()).isZero();
    }

    @Test
    void posting_a_part_releases_the_rest() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00)));
        assertPosted(posting("capture", postPart("p", "h", 45_00, USD)));

        assertThat(ledger.account(ada.id()).available()).isEqualTo(usd(55_00));
        assertThat(ledger.account(ada.id()).pendingDebitMinor()).isZero();
        assertThat(ledger.account(shop.id()).balance()).isEqualTo(usd(45_00));
    }

    @Test
    void more_than_the_reserved_amount_zero_and_another_currency_cannot_be_posted() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00)));

        assertRefused(posting("more", postPart("p", "h", 60_01, USD)), LedgerError.AMOUNT_INVALID);
        assertRefused(posting("none", postPart("q", "h", 0, USD)), LedgerError.AMOUNT_INVALID);
        assertRefused(posting("euro", postPart("r", "h", 1, EUR)), LedgerError.CURRENCY_MISMATCH);
        assertPosted(posting("all", post("s", "h")));
    }

    @Test
    void voiding_releases_all_of_it() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00)));
        assertPosted(posting("void", release("v", "h")));

        assertThat(ledger.account(ada.id()).available()).isEqualTo(usd(100_00));
        assertThat(ledger.account(shop.id()).pendingCreditMinor()).isZero();
    }

    @Test
    void a_pending_transfer_ends_once() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00), pending("i", ada, shop, 10_00)));
        assertPosted(posting("capture", post("p", "h")));
        assertPosted(posting("void", release("v", "i")));

        assertRefused(posting("again", post("q", "h")), LedgerError.PENDING_ALREADY_POSTED);
        assertRefused(posting("regret", release("r", "h")), LedgerError.PENDING_ALREADY_POSTED);
        assertRefused(posting("late", post("s", "i")), LedgerError.PENDING_ALREADY_VOIDED);
        assertRefused(posting("other", post("u", "nothing")), LedgerError.PENDING_NOT_FOUND);
    }

    @Test
    void a_direct_transfer_is_no_pending_one() {
        assertPosted(posting("pay", transfer("t", ada, shop, 1_00)));

        assertRefused(posting("capture", post("p", "t")), LedgerError.PENDING_NOT_FOUND);
    }

    @Test
    void after_its_expiry_it_cannot_be_posted_and_can_be_released() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00, MINUTE)));
        Instant due = NOON.plus(MINUTE);

        assertThat(reason(ledger.post(posting("early", expire("e", "h")), due.minusMillis(1))))
                .isEqualTo(LedgerError.PENDING_NOT_DUE);
        assertThat(reason(ledger.post(posting("late", post("p", "h")), due))).isEqualTo(LedgerError.PENDING_EXPIRED);
        assertThat(ledger.post(posting("expiry", expire("x", "h")), due)).isInstanceOf(Posted.class);
        assertThat(ledger.account(ada.id()).available()).isEqualTo(usd(100_00));
        assertThat(reason(ledger.post(posting("void", release("v", "h")), due))).isEqualTo(LedgerError.PENDING_EXPIRED);
    }

    @Test
    void one_posting_may_open_and_end_a_pending_transfer() {
        assertPosted(posting("both", pending("h", ada, shop, 60_00), post("p", "h")));

        assertThat(ledger.account(shop.id()).balance()).isEqualTo(usd(60_00));
        assertRefused(posting("again", post("q", "h")), LedgerError.PENDING_ALREADY_POSTED);
    }

    @Test
    void a_frozen_account_refuses_transfers_but_its_holds_can_be_voided() {
        assertPosted(posting("hold", pending("h", ada, shop, 60_00)));
        var frozen = ledger.account(ada.id())
                .revised(AccountState.FROZEN_DEBIT, ada.spec().limit());
        ledger.put(frozen);

        assertRefused(posting("pay", transfer("t", ada, shop, 1)), LedgerError.ACCOUNT_FROZEN);
        assertRefused(posting("capture", post("p", "h")), LedgerError.ACCOUNT_FROZEN);
        assertPosted(posting("receive", transfer("u", bank, ada, 1_00)));
        assertPosted(posting("void", release("v", "h")));
    }

    @Test
    void a_closed_account_refuses_all_transfers() {
        ledger.put(shop.revised(AccountState.CLOSED, shop.spec().limit()));

        assertRefused(posting("pay", transfer("t", ada, shop, 1)), LedgerError.ACCOUNT_CLOSED);
    }

    @Test
    void a_dry_run_decides_and_changes_nothing() {
        var held = posting("hold", pending("h", ada, shop, 60_00));

        assertThat(ledger.dryRun(held, NOON)).isInstanceOf(Posted.class);
        assertThat(ledger.account(ada.id())).isEqualTo(ada);
        assertThat(ledger.dryRun(posting("much", transfer("t", ada, shop, 100_01)), NOON))
                .isInstanceOf(Refused.class);
        assertPosted(held);
        assertPosted(posting("much", transfer("t", ada, shop, 40_00)));
    }

    private void assertPosted(Posting posting) {
        assertThat(ledger.post(posting, NOON)).isInstanceOf(Posted.class);
    }

    private void assertRefused(Posting posting, LedgerError reason) {
        assertThat(reason(ledger.post(posting, NOON))).isEqualTo(reason);
    }

    private static LedgerError reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }

    private static Money usd(long minor) {
        return new Money(minor, USD);
    }
}
