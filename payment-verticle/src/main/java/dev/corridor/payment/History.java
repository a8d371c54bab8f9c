package dev.corridor.payment;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.id.Ids;
import dev.corridor.kit.identity.Caller;
import dev.corridor.payment.domain.Page;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import java.util.Optional;

/** Payments as their payers and payees may read them. */
public final class History {
    private final Payments payments;

    public History(Payments payments) {
        this.payments = payments;
    }

    /** Others' payments are answered like ids that no payment has. */
    public Future<Payment> payment(Caller caller, String id) {
        return payments.byId(Ids.parse(id, PaymentError.PAYMENT_NOT_FOUND))
                .map(found -> found.filter(payment -> payment.isVisibleTo(caller.subject()))
                        .orElseThrow(PaymentError.PAYMENT_NOT_FOUND::problem));
    }

    /** @param limit 1 to {@value Page#MAX_LIMIT} */
    public Future<Page> ofPerson(Caller caller, String userId, int limit, Optional<String> cursor) {
        if (!caller.subject().equals(userId)) {
            throw Problem.of(StandardError.FORBIDDEN, "A person lists only their own payments.");
        }
        if (limit < 1 || limit > Page.MAX_LIMIT) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The limit is not from 1 to " + Page.MAX_LIMIT + ".");
        }
        return payments.before(Page.start(cursor), userId, limit + 1).map(found -> Page.of(found, limit));
    }
}
