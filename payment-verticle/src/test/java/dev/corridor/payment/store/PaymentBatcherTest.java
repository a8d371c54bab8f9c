package dev.corridor.payment.store;

import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.created;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.vertx.RequestContexts;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Natural batching, with statements that the test completes. */
class PaymentBatcherTest {
    private final List<Statement> statements = new ArrayList<>();
    private final PaymentBatcher batcher = new PaymentBatcher(this::execute);

    private record Statement(List<Payment> payments, Promise<Set<UUID>> result) {
        void writesAll() {
            result.complete(payments.stream().map(Payment::id).collect(Collectors.toSet()));
        }
    }

    @Test
    void a_single_write_starts_at_once() {
        var alone = payment();

        var written = add(alone);

        assertThat(batch(0)).containsExactly(alone);
        assertThat(written.isComplete()).isFalse();
        statements.get(0).writesAll();
        assertThat(written.result()).isTrue();
    }

    @Test
    void writes_that_arrive_while_a_batch_is_in_flight_form_the_next_batch() {
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
    void each_write_gets_its_own_result() {
        add(payment());
        var stored = payment();
        var isStored = add(stored);
        var isLeftOut = add(payment());
        statements.get(0).writesAll();

        statements.get(1).result().complete(Set.of(stored.id()));

        assertThat(isStored.result()).isTrue();
        assertThat(isLeftOut.result()).isFalse();
    }

    @Test
    void a_failure_affects_its_own_batch_only() {
        var lost = add(payment());
        var next = add(payment());

        statements.get(0).result().fail("the connection was lost");
        statements.get(1).writesAll();

        assertThat(lost.cause()).hasMessage("the connection was lost");
        assertThat(next.result()).isTrue();
    }

    @Test
    void each_write_completes_under_its_own_correlation_id() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var loop = vertx.getOrCreateContext();
            var first = correlationIdAfterwards(RequestContexts.onLoopOf(loop), "the-first-request");
            var second = correlationIdAfterwards(RequestContexts.onLoopOf(loop), "the-second-request");
            var third = correlationIdAfterwards(RequestContexts.onLoopOf(loop), "the-third-request");
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
        return statement.result().future();
    }

    private List<Payment> batch(int number) {
        return statements.get(number).payments();
    }

    private Future<Boolean> add(Payment payment) {
        return batcher.add(new PaymentWrite(payment, Optional.empty()));
    }

    private static Payment payment() {
        return created(adaPaysBlaise("key-1", usd("5")));
    }
}
