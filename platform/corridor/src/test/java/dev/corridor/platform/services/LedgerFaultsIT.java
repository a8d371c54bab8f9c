package dev.corridor.platform.services;

import static dev.corridor.platform.services.LedgerProcesses.bank;
import static dev.corridor.platform.services.LedgerProcesses.wallet;
import static dev.corridor.platform.services.RetryingLedgerClient.posting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.embedded.Ports;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real ledger processes that are killed, crowded, and cut off from their database: the books stay right. */
class LedgerFaultsIT {
    private static final int CALLERS = 24;
    private static final int KILLS = 4;
    private static final int LEAST_BETWEEN_FAULTS = 60;
    private static final long LOOK_AGAIN_MS = 50;

    @TempDir
    Path folder;

    private LedgerProcesses scene;

    @BeforeEach
    void set() {
        scene = new LedgerProcesses(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void hundreds_who_spend_one_account_through_two_processes_spend_what_is_there() throws Exception {
        var one = scene.startLedger();
        var other = scene.startLedger();
        var here = scene.callerOf(one);
        var there = scene.callerOf(other);
        var shared = wallet(here);
        var shop = wallet(here);
        here.postUntilAnswered(posting(bank(here), shared, "100.00")).await();

        var answers = new ArrayList<Future<PostingResult>>();
        for (int i = 0; i < 400; i++) {
            answers.add((i % 2 == 0 ? here : there).postUntilAnswered(posting(shared, shop, "0.50")));
        }
        Future.all(answers).await();

        assertThat(answers.stream().filter(answer -> answer.result().hasPosted()))
                .hasSize(200);
        assertThat(answers.stream()
                        .filter(answer -> answer.result().hasRefused())
                        .map(answer -> answer.result().getRefused().getCode()))
                .hasSize(200)
                .containsOnly("insufficient_funds");
        assertThat(here.account(shared).getBalance().getAmount()).isEqualTo("0.00");
        assertThat(there.account(shop).getBalance().getAmount()).isEqualTo("100.00");
        assertThat(scene.audit().finding()).isEmpty();
    }

    @Test
    void killed_again_and_again_under_load_it_loses_nothing_and_does_nothing_twice() throws Exception {
        var ledger = scene.startLedger();
        var caller = scene.callerOf(ledger);
        var load = new Load(caller);
        var random = new Random();

        for (int kill = 0; kill < KILLS; kill++) {
            load.awaitMore(LEAST_BETWEEN_FAULTS + random.nextInt(200));
            ledger.kill();
            ledger.start();
        }
        load.awaitMore(LEAST_BETWEEN_FAULTS);
        load.stop();

        load.assertEachIsThereOnce(caller);
        assertThat(scene.audit().finding()).isEmpty();
    }

    @Test
    void with_the_database_cut_off_stalled_and_refusing_callers_get_errors_and_right_answers() throws Exception {
        try (var link = FaultProxy.to(Ports.LOOPBACK, scene.databasePort())) {
            scene.reachDatabaseAt(link.port());
            var ledger = scene.startLedger();
            var caller = scene.callerOf(ledger);
            var load = new Load(caller);

            load.awaitMore(LEAST_BETWEEN_FAULTS);
            for (int cut = 0; cut < 5; cut++) {
                link.cut();
                load.awaitMore(LEAST_BETWEEN_FAULTS);
            }
            link.stall();
            load.awaitFailures(CALLERS);
            link.heal();
            load.awaitMore(LEAST_BETWEEN_FAULTS);
            link.refuse();
            load.awaitFailures(CALLERS);
            link.heal();
            load.awaitMore(LEAST_BETWEEN_FAULTS);
            load.stop();

            load.assertEachIsThereOnce(caller);
            assertThat(scene.audit().finding()).isEmpty();
        }
    }

    /** Callers who each post one cent after the other to one account, and know which of them were acknowledged. */
    private final class Load {
        private final RetryingLedgerClient caller;
        private final Account bank;
        private final Account shop;
        private final Object progress = new Object();
        private final AtomicBoolean stopping = new AtomicBoolean();
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final List<Posting> sent = Collections.synchronizedList(new ArrayList<>());
        private final List<Future<Void>> callers;

        Load(RetryingLedgerClient caller) {
            this.caller = caller;
            this.bank = bank(caller);
            this.shop = wallet(caller);
            this.callers = IntStream.range(0, CALLERS).mapToObj(each -> next()).toList();
        }

        private Future<Void> next() {
            if (stopping.get()) {
                return Future.succeededFuture();
            }
            var posting = posting(bank, shop, "0.01");
            sent.add(posting);
            return untilAcknowledged(posting).compose(done -> next());
        }

        private Future<Void> untilAcknowledged(Posting posting) {
            return caller.postUntilAnswered(posting, failures::incrementAndGet).map(result -> {
                assertThat(result.hasPosted()).as(result.toString()).isTrue();
                acknowledged.incrementAndGet();
                return null;
            });
        }

        void awaitMore(int more) throws InterruptedException {
            awaitAtLeast(acknowledged, acknowledged.get() + more);
        }

        void awaitFailures(int more) throws InterruptedException {
            awaitAtLeast(failures, failures.get() + more);
        }

        private void awaitAtLeast(AtomicInteger count, int least) throws InterruptedException {
            while (count.get() < least) {
                callers.stream().filter(Future::failed).findFirst().ifPresent(failed -> failed.await());
                synchronized (progress) {
                    progress.wait(LOOK_AGAIN_MS);
                }
            }
        }

        void stop() {
            stopping.set(true);
            Future.all(callers).await();
        }

        void assertEachIsThereOnce(RetryingLedgerClient reader) {
            assertThat(acknowledged.get()).isEqualTo(sent.size());
            for (var posting : sent) {
                assertThat(reader.find(posting.getPostingId()).await().hasPosted())
                        .isTrue();
            }
            var balance = new BigDecimal(reader.account(shop).getBalance().getAmount());
            assertThat(balance).isEqualByComparingTo(BigDecimal.valueOf(sent.size(), 2));
        }
    }
}
