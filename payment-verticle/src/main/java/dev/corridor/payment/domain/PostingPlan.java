package dev.corridor.payment.domain;

import static dev.corridor.payment.domain.BookAccount.Role.BANK_CLEARING;
import static dev.corridor.payment.domain.BookAccount.Role.FX_POSITION;
import static dev.corridor.payment.domain.BookAccount.Role.MERCHANT;

import dev.corridor.kit.id.Ids;
import dev.corridor.kit.money.Money;
import java.util.List;
import java.util.UUID;

/**
 * What the ledger is to post for a payment: it follows from the payment alone, ids included, so whoever makes it makes the
 * same one, and posting it again is harmless.
 */
public record PostingPlan(UUID postingId, List<Leg> legs, String reference) {

    /** @param code what the transfer is, in the ledger's words */
    public record Leg(UUID transferId, BookAccount debit, BookAccount credit, Money amount, String code) {}

    public static PostingPlan of(Payment payment) {
        var plan = payment.plan().orElseThrow(() -> new IllegalStateException("Not planned: " + payment.id()));
        return new PostingPlan(
                Ids.derived(payment.id(), "posting"),
                legs(payment, plan),
                payment.request().reference());
    }

    private static List<Leg> legs(Payment payment, Plan plan) {
        var target = payment.request().amount();
        var payer = payerAccount(payment.request(), plan);
        var payee = payeeAccount(plan, target);
        if (plan.source().currency().equals(target.currency())) {
            String code = payment.request().kind() == PaymentKind.TOP_UP ? "top_up" : "payment";
            return List.of(leg(payment, payer, payee, target, code));
        }
        var sold = BookAccount.house(FX_POSITION, plan.source().currency());
        var bought = BookAccount.house(FX_POSITION, target.currency());
        return List.of(
                leg(payment, payer, sold, plan.source(), "fx_sell"), leg(payment, bought, payee, target, "fx_buy"));
    }

    private static Leg leg(Payment payment, BookAccount debit, BookAccount credit, Money amount, String code) {
        return new Leg(Ids.derived(payment.id(), "posting/" + code), debit, credit, amount, code);
    }

    private static BookAccount payerAccount(PaymentRequest request, Plan plan) {
        var currency = plan.source().currency();
        return request.kind() == PaymentKind.TOP_UP
                ? BookAccount.house(BANK_CLEARING, currency)
                : BookAccount.wallet(request.payer(), currency);
    }

    private static BookAccount payeeAccount(Plan plan, Money target) {
        return plan.payee().equals(Payee.HOUSE)
                ? BookAccount.house(MERCHANT, target.currency())
                : BookAccount.wallet(plan.payee(), target.currency());
    }
}
