package dev.corridor.payment.usecase;

import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.vertx.CallerContext;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.store.UnfinishedPayments;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;
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
    private final AtomicLong backlog;

    public PaymentRecovery(
            UnfinishedPayments unfinished, PaymentExecution execution, RefundExecution refunds, MeterRegistry metrics) {
        this.unfinished = unfinished;
        this.execution = execution;
        this.refunds = refunds;
        this.recovered = metrics.counter("corridor.payment.recovered");
        this.backlog = metrics.gauge("corridor.payment.recovery.backlog", new AtomicLong());
    }

    /**
     * Finishes a batch of payments, all at the same time; completes with whether there are more. Fails if one of them cannot
     * be finished now; it is tried again when its new lease has expired.
     */
    public Future<Boolean> finishBatch() {
        return unfinished.take().compose(taken -> unfinished
                .countExpired()
                .onSuccess(left -> backlog.set(left + taken.payments().size()))
                .compose(counted ->
                        Future.join(taken.payments().stream().map(this::finish).toList()))
                .map(finished -> taken.more()));
    }

    private Future<Void> finish(Payment payment) {
        return CallerContext.apart(() -> {
            Correlation.begin(payment.correlationId());
            return nextStep(payment)
                    .onSuccess(finished -> {
                        recovered.increment();
                        backlog.decrementAndGet();
                        LOG.atInfo().addKeyValue("payment_id", payment.id()).log("payment recovered");
                    })
                    .mapEmpty();
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
