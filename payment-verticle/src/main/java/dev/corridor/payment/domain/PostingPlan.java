package dev.corridor.payment.domain;

import static dev.corridor.payment.domain.BookAccount.Role.BANK_CLEARING;
import static dev.corridor.payment.domain.BookAccount.Role.FX_POSITION;
import static dev.corridor.payment.domain.BookAccount.Role.FX_RESULT;
import static dev.corridor.payment.domain.BookAccount.Role.MERCHANT;

import dev.corridor.kit.value.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What the ledger is to post for a payment: it follows from the payment alone, ids included, so whoever makes it makes the
 * same one, and posting it again is harmless.
 *
 * <p>Between two currencies only the payer's side is held: the house's own leg is posted when the hold is captured.
 */
public record PostingPlan(UUID postingId, List<Leg> legs, String reference) {

    /** One transfer of it. */
    public sealed interface Leg {
        UUID transferId();
    }

    /**
     * @param code what the transfer is, in the ledger's words
     * @param hold for how long the money is only set aside; empty: it moves at once
     */
    public record Move(
            UUID transferId, BookAccount debit, BookAccount credit, Money amount, String code, Optional<Duration> hold)
            implements Leg {}

    /** Moves what was set aside under {@code held}, or a part of it, and frees the rest. */
    public record Capture(UUID transferId, UUID held, Money amount) implements Leg {}

    /** Frees what was set aside under {@code held}. */
    public record Release(UUID transferId, UUID held) implements Leg {}

    /** What is to be posted next: the payment, or its hold, or the end of its hold. */
    public static PostingPlan of(Payment payment) {
        var plan = payment.plan().orElseThrow(() -> new IllegalStateException("Not planned: " + payment.id()));
        return payment.ending().map(ending -> end(payment, plan, ending)).orElseGet(() -> ofBeginning(payment));
    }

    /** What was posted first: the payment, or its hold. */
    static PostingPlan ofBeginning(Payment payment) {
        return new PostingPlan(
                payment.postingIds().of(payment.id(), "posting"),
                begin(payment, payment.plan().orElseThrow()),
                payment.request().reference());
    }

    /** The way back: from the payee's account to where the money came from. */
    public static PostingPlan of(Payment payment, Refund refund) {
        var paid = payment.plan().orElseThrow();
        var plan = refund.plan().orElseThrow(() -> new IllegalStateException("Not planned: " + refund.id()));
        return new PostingPlan(
                payment.postingIds().of(refund.id(), "posting"), back(payment, paid, refund, plan), refund.reason());
    }

    /** All accounts that it names. */
    public List<BookAccount> accounts() {
        var accounts = new ArrayList<BookAccount>();
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
                    first(payment, plan),
                    payer,
                    payeeAccount(payment.request(), plan),
                    plan.target(),
                    code(payment),
                    hold));
        }
        var sell = new Move(first(payment, plan), payer, position(plan.source()), plan.source(), "fx_sell", hold);
        return hold.isPresent() ? List.of(sell) : List.of(sell, buy(payment, plan, plan.target()));
    }

    private static PostingPlan end(Payment payment, Plan plan, HoldResolution ending) {
        var legs = new ArrayList<Leg>();
        var end = payment.postingIds().of(ending.id(), "end");
        if (ending.command() == PaymentCommand.COMPLETE) {
            legs.add(new Capture(end, first(payment, plan), plan.sourceOf(ending.captured())));
            if (plan.exchanges()) {
                legs.add(buy(payment, plan, ending.captured()));
            }
        } else {
            legs.add(new Release(end, first(payment, plan)));
        }
        return new PostingPlan(ending.id(), legs, payment.request().reference());
    }

    private static List<Leg> back(Payment payment, Plan paid, Refund refund, RefundPlan plan) {
        var ids = payment.postingIds();
        var from = payeeAccount(payment.request(), paid);
        var to = payerAccount(payment.request(), paid);
        if (!paid.exchanges()) {
            return List.of(returning(ids, refund, from, to, refund.amount(), "refund"));
        }
        var legs = new ArrayList<Leg>();
        legs.add(returning(ids, refund, from, position(refund.amount()), refund.amount(), "fx_sell"));
        legs.add(returning(ids, refund, position(plan.returned()), to, plan.returned(), "fx_buy"));
        var result = BookAccount.house(FX_RESULT, plan.returned().currency());
        if (plan.result().isPositive()) {
            legs.add(returning(ids, refund, position(plan.returned()), result, plan.result(), "fx_result"));
        } else if (plan.result().minorUnits() < 0) {
            var loss = Money.zero(plan.result().currency()).minus(plan.result());
            legs.add(returning(ids, refund, result, position(plan.returned()), loss, "fx_result"));
        }
        return legs;
    }

    private static Move returning(
            PostingIds ids, Refund refund, BookAccount debit, BookAccount credit, Money amount, String code) {
        return new Move(ids.of(refund.id(), "posting/" + code), debit, credit, amount, code, Optional.empty());
    }

    /** Its id follows from the ending where there is one: a capture that was refused may be tried again. */
    private static Move buy(Payment payment, Plan plan, Money amount) {
        var under = payment.ending().map(HoldResolution::id).orElse(payment.id());
        return new Move(
                payment.postingIds().of(under, "posting/fx_buy"),
                position(plan.target()),
                payeeAccount(payment.request(), plan),
                amount,
                "fx_buy",
                Optional.empty());
    }

    private static UUID first(Payment payment, Plan plan) {
        return payment.postingIds().of(payment.id(), "posting/" + (plan.exchanges() ? "fx_sell" : code(payment)));
    }

    private static String code(Payment payment) {
        return payment.request().kind().name().toLowerCase(Locale.ROOT);
    }

    private static BookAccount position(Money money) {
        return BookAccount.house(FX_POSITION, money.currency());
    }

    private static BookAccount payerAccount(PaymentRequest request, Plan plan) {
        var currency = plan.source().currency();
        return request.kind() == PaymentKind.TOP_UP
                ? BookAccount.house(BANK_CLEARING, currency)
                : BookAccount.wallet(request.payer(), currency);
    }

    private static BookAccount payeeAccount(PaymentRequest request, Plan plan) {
        var currency = plan.target().currency();
        if (request.kind() == PaymentKind.WITHDRAWAL) {
            return BookAccount.house(BANK_CLEARING, currency);
        }
        return plan.payee().equals(Payee.HOUSE)
                ? BookAccount.house(MERCHANT, currency)
                : BookAccount.wallet(plan.payee(), currency);
    }
}
