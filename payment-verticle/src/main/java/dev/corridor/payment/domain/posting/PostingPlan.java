package dev.corridor.payment.domain.posting;

import static dev.corridor.payment.domain.posting.LedgerAccount.Role.BANK_CLEARING;
import static dev.corridor.payment.domain.posting.LedgerAccount.Role.FX_POSITION;
import static dev.corridor.payment.domain.posting.LedgerAccount.Role.FX_RESULT;
import static dev.corridor.payment.domain.posting.LedgerAccount.Role.MERCHANT;

import dev.corridor.kit.value.Ids;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.HoldResolution;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentCommand;
import dev.corridor.payment.domain.PaymentKind;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The posting to the ledger. It is a function of the payment alone, ids included, so that a repeat is the same
 * posting and moves nothing twice. Ids sort by the time of the payment, so that the ledger appends them to its indexes.
 *
 * <p>Between two currencies only the payer's side is held. The house's leg is posted when the hold is captured.
 */
public record PostingPlan(UUID postingId, List<Leg> legs, String reference) {

    /** One transfer of a posting. */
    public sealed interface Leg {
        UUID transferId();
    }

    /**
     * Moves money from one account to another.
     *
     * @param code the transfer's code in the ledger
     * @param hold how long the transfer stays pending; empty if it moves at once
     */
    public record Move(
            UUID transferId,
            LedgerAccount debit,
            LedgerAccount credit,
            Money amount,
            String code,
            Optional<Duration> hold)
            implements Leg {}

    /** Captures the hold with the transfer id {@code held}, in whole or in part; the rest is released. */
    public record Capture(UUID transferId, UUID held, Money amount) implements Leg {}

    /** Releases the hold with the transfer id {@code held}. */
    public record Release(UUID transferId, UUID held) implements Leg {}

    /** The next posting of a payment: the payment itself, its hold, or the end of its hold. */
    public static PostingPlan of(Payment payment) {
        var plan = payment.plan().orElseThrow(() -> new IllegalStateException("Not planned: " + payment.id()));
        return payment.resolution()
                .map(resolution -> end(payment, plan, resolution))
                .orElseGet(() -> first(payment));
    }

    /** The first posting of a payment: the payment itself, or its hold. */
    public static PostingPlan first(Payment payment) {
        return new PostingPlan(
                Ids.following(payment.id(), "posting"),
                begin(payment, payment.plan().orElseThrow()),
                payment.request().reference());
    }

    /** The posting of a refund: from the payee's account back to the payer's. */
    public static PostingPlan of(Payment payment, Refund refund) {
        var paid = payment.plan().orElseThrow();
        var plan = refund.plan().orElseThrow(() -> new IllegalStateException("Not planned: " + refund.id()));
        return new PostingPlan(
                Ids.following(refund.id(), "posting"), refundLegs(payment, paid, refund, plan), refund.reason());
    }

    /** All accounts that the posting moves money from or to. */
    public List<LedgerAccount> accounts() {
        var accounts = new ArrayList<LedgerAccount>();
        for (var leg : legs) {
            if (leg instanceof Move move) {
                accounts.add(move.debit());
                accounts.add(move.credit());
            }
        }
        return accounts;
    }

    private static List<Leg> begin(Payment payment, Plan plan) {
        var hold = payment.request().terms().hold();
        var payer = payerAccount(payment.request(), plan);
        if (!plan.exchanges()) {
            return List.of(new Move(
                    firstTransfer(payment, plan),
                    payer,
                    payeeAccount(payment.request(), plan),
                    plan.target(),
                    code(payment),
                    hold));
        }
        var sell =
                new Move(firstTransfer(payment, plan), payer, position(plan.source()), plan.source(), "fx_sell", hold);
        return hold.isPresent() ? List.of(sell) : List.of(sell, buy(payment, plan, plan.target()));
    }

    private static PostingPlan end(Payment payment, Plan plan, HoldResolution resolution) {
        var legs = new ArrayList<Leg>();
        var end = Ids.following(resolution.id(), "end");
        if (resolution.command() == PaymentCommand.COMPLETE) {
            legs.add(new Capture(end, firstTransfer(payment, plan), plan.sourceOf(resolution.captured())));
            if (plan.exchanges()) {
                legs.add(buy(payment, plan, resolution.captured()));
            }
        } else {
            legs.add(new Release(end, firstTransfer(payment, plan)));
        }
        return new PostingPlan(resolution.id(), legs, payment.request().reference());
    }

    private static List<Leg> refundLegs(Payment payment, Plan paid, Refund refund, RefundPlan plan) {
        var from = payeeAccount(payment.request(), paid);
        var to = payerAccount(payment.request(), paid);
        if (!paid.exchanges()) {
            return List.of(returning(refund, from, to, refund.amount(), "refund"));
        }
        var legs = new ArrayList<Leg>();
        legs.add(returning(refund, from, position(refund.amount()), refund.amount(), "fx_sell"));
        legs.add(returning(refund, position(plan.returned()), to, plan.returned(), "fx_buy"));
        var result = LedgerAccount.house(FX_RESULT, plan.returned().currency());
        if (plan.result().isPositive()) {
            legs.add(returning(refund, position(plan.returned()), result, plan.result(), "fx_result"));
        } else if (plan.result().minorUnits() < 0) {
            var loss = Money.zero(plan.result().currency()).minus(plan.result());
            legs.add(returning(refund, result, position(plan.returned()), loss, "fx_result"));
        }
        return legs;
    }

    private static Move returning(Refund refund, LedgerAccount debit, LedgerAccount credit, Money amount, String code) {
        return new Move(Ids.following(refund.id(), "posting/" + code), debit, credit, amount, code, Optional.empty());
    }

    /**
     * The transfer id of a capture follows from its resolution, because a refused capture may be followed by another.
     */
    private static Move buy(Payment payment, Plan plan, Money amount) {
        var parent = payment.resolution().map(HoldResolution::id).orElse(payment.id());
        return new Move(
                Ids.following(parent, "posting/fx_buy"),
                position(plan.target()),
                payeeAccount(payment.request(), plan),
                amount,
                "fx_buy",
                Optional.empty());
    }

    private static UUID firstTransfer(Payment payment, Plan plan) {
        return Ids.following(payment.id(), "posting/" + (plan.exchanges() ? "fx_sell" : code(payment)));
    }

    private static String code(Payment payment) {
        return payment.request().kind().name().toLowerCase(Locale.ROOT);
    }

    private static LedgerAccount position(Money money) {
        return LedgerAccount.house(FX_POSITION, money.currency());
    }

    private static LedgerAccount payerAccount(PaymentRequest request, Plan plan) {
        var currency = plan.source().currency();
        return request.kind() == PaymentKind.TOP_UP
                ? LedgerAccount.house(BANK_CLEARING, currency)
                : LedgerAccount.wallet(request.payer(), currency);
    }

    private static LedgerAccount payeeAccount(PaymentRequest request, Plan plan) {
        var currency = plan.target().currency();
        if (request.kind() == PaymentKind.WITHDRAWAL) {
            return LedgerAccount.house(BANK_CLEARING, currency);
        }
        return plan.payee().equals(Payee.HOUSE)
                ? LedgerAccount.house(MERCHANT, currency)
                : LedgerAccount.wallet(plan.payee(), currency);
    }
}
