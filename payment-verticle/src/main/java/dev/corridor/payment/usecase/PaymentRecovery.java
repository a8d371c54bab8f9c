package dev.corridor.payment.usecase;

import dev.corridor.kit.request.Correlation;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.store.UnfinishedPayments;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background job that finishes payments that a crash, or a ledger that did not answer, left between two steps. A
 * planned payment is posted again. A payment without a plan has moved no money and fails, so that nothing is paid long
 * after its caller has given up. Ends of holds and refunds are finished the same way.
 */
public final class PaymentRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentRecovery.class);

    private final UnfinishedPayments unfinished;
    private final PaymentExecution execution;
    private final RefundExecution refunds;
    private final Counter recovered;

    public PaymentRecovery(
            UnfinishedPayments unfinished, PaymentExecution execution, RefundExecution refunds, MeterRegistry metrics) {
        this.unfinished = unfinished;
        this.execution = execution;
        this.refunds = refunds;
        this.recovered = metrics.counter("corridor.payment.recovered");
    }

    /** Finishes one payment after the other. Fails at the first payment that cannot be finished now. */
    public Future<Void> finishAll() {
        return unfinished
                .take()
                .compose(taken -> taken.isEmpty()
                        ? Future.succeededFuture()
                        : finishInTurn(taken.iterator()).compose(done -> finishAll()));
    }

    private Future<?> finishInTurn(Iterator<Payment> taken) {
        return taken.hasNext() ? finish(taken.next()).compose(done -> finishInTurn(taken)) : Future.succeededFuture();
    }

    private Future<?> finish(Payment payment) {
        Correlation.begin(payment.correlationId());
        return nextStep(payment).onSuccess(finished -> {
            recovered.increment();
            LOG.atInfo().addKeyValue("payment_id", payment.id()).log("payment recovered");
        });
    }

    private Future<?> nextStep(Payment payment) {
        if (payment.refund().isPresent()) {
            return refunds.finish(payment);
        }
        return payment.plan().isPresent()
                ? execution.execute(payment)
                : execution.fail(payment, PaymentError.INTERRUPTED);
    }
}
