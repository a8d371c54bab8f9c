package dev.corridor.payment.usecase;

import dev.corridor.kit.request.Correlation;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.store.Payments;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes what a crash, or a ledger that did not answer, left between two steps: a planned payment is posted, again perhaps;
 * one without a plan has moved nothing and fails, so that nothing is paid long after its caller has gone. The same for the
 * end of a hold, and for refunds.
 */
public final class PaymentRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentRecovery.class);

    private final Payments payments;
    private final PaymentExecution settlement;
    private final RefundProcessing refunds;
    private final Counter recovered;

    public PaymentRecovery(
            Payments payments, PaymentExecution settlement, RefundProcessing refunds, MeterRegistry metrics) {
        this.payments = payments;
        this.settlement = settlement;
        this.refunds = refunds;
        this.recovered = metrics.counter("corridor.payment.recovered");
    }

    /** Finishes one payment after the other; completes when there is no more, fails at the first that can't be finished now. */
    public Future<Void> finishAll() {
        return payments.takeUnfinished()
                .compose(taken -> taken.isEmpty()
                        ? Future.succeededFuture()
                        : finishInTurn(taken.iterator()).compose(done -> finishAll()));
    }

    private Future<?> finishInTurn(Iterator<Payment> taken) {
        return taken.hasNext() ? finish(taken.next()).compose(done -> finishInTurn(taken)) : Future.succeededFuture();
    }

    private Future<?> finish(Payment payment) {
        Correlation.begin(payment.correlationId());
        return next(payment).onSuccess(finished -> {
            recovered.increment();
            LOG.atInfo().addKeyValue("payment_id", payment.id()).log("payment recovered");
        });
    }

    private Future<?> next(Payment payment) {
        if (payment.refund().isPresent()) {
            return refunds.finish(payment);
        }
        return payment.plan().isPresent()
                ? settlement.settle(payment)
                : settlement.fail(payment, PaymentError.INTERRUPTED);
    }
}
