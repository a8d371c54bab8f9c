package dev.corridor.payment.store;

import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.created;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.request.Correlation;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Batching by nature, with statements that are answered by hand. */
class BatchesTest {
    private final List<Statement> statements = new ArrayList<>();
    private final Batches batches = new Batches(this::execute);

    private record Statement(List<Payment> payments, Promise<Set<UUID>> answer) {
        void writesAll() {
            answer.complete(payments.stream().map(Payment::id).collect(Collectors.toSet()));
        }
    }

    @Test
    void who_is_alone_waits_for_nobody() {
        var alone = payment();

        var written = add(alone);

        assertThat(batch(0)).containsExactly(alone);
        assertThat(written.isComplete()).isFalse();
        statements.get(0).writesAll();
        assertThat(written.result()).isTrue();
    }

    @Test
    void what_arrives_while_a_batch_is_written_goes_together() {
        var first = payment();
        var second = payment();
        var third = payment();
        add(first);
        add(second);
        var last = add(third);
        assertThat(statements).hasSize(1);

        statements.get(0).writesAll();

        assertThat(batch(1)).containsExactly(second, third);
        assertThat(last.isComplete()).isFalse();
        statements.get(1).writesAll();
        assertThat(last.result()).isTrue();
    }

    @Test
    void two_versions_of_a_payment_are_never_in_one_batch() {
        var first = payment();
        var next = first.fail(PaymentError.INSUFFICIENT_FUNDS, NOON);
        add(payment());
        add(first);
        add(next);

        statements.get(0).writesAll();
        assertThat(batch(1)).containsExactly(first);
        statements.get(1).writesAll();
        assertThat(batch(2)).containsExactly(next);
    }

    @Test
    void each_is_told_of_its_own() {
        add(payment());
        var kept = payment();
        var isKept = add(kept);
        var isLeftOut = add(payment());
        statements.get(0).writesAll();

        statements.get(1).answer().complete(Set.of(kept.id()));

        assertThat(isKept.result()).isTrue();
        assertThat(isLeftOut.result()).isFalse();
    }

    @Test
    void a_failure_is_that_of_its_batch_alone() {
        var lost = add(payment());
        var next = add(payment());

        statements.get(0).answer().fail("the connection was lost");
        statements.get(1).writesAll();

        assertThat(lost.cause()).hasMessage("the connection was lost");
        assertThat(next.result()).isTrue();
    }

    @Test
    void each_goes_on_under_its_own_correlation_id() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var loop = (ContextInternal) vertx.getOrCreateContext();
            var first = correlationIdAfterwards(loop.duplicate(), "the-first-request");
            var second = correlationIdAfterwards(loop.duplicate(), "the-second-request");
            var third = correlationIdAfterwards(loop.duplicate(), "the-third-request");
            loop.runOnContext(later -> statements.get(0).writesAll());
            loop.runOnContext(later -> statements.get(1).writesAll());

            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("the-first-request");
            assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("the-second-request");
            assertThat(third.get(10, TimeUnit.SECONDS)).isEqualTo("the-third-request");
        } finally {
            vertx.close();
        }
    }

    private CompletableFuture<String> correlationIdAfterwards(Context request, String id) {
        var afterwards = new CompletableFuture<String>();
        request.runOnContext(begin -> {
            Correlation.begin(id);
            add(payment()).onComplete(written -> afterwards.complete(Correlation.current()));
        });
        return afterwards;
    }

    private Future<Set<UUID>> execute(List<PaymentWrite> batch) {
        var statement = new Statement(batch.stream().map(PaymentWrite::payment).toList(), Promise.promise());
        statements.add(statement);
        return statement.answer().future();
    }

    private List<Payment> batch(int number) {
        return statements.get(number).payments();
    }

    private Future<Boolean> add(Payment payment) {
        return batches.add(new PaymentWrite(payment, Optional.empty()));
    }

    private static Payment payment() {
        return created(adaPaysBlaise("key-1", usd("5")));
    }
}
