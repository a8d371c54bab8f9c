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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledger processes under load that are killed or lose their database: the ledger stays correct. */
class LedgerFaultsIT {
    private static final int CALLERS = 24;
    private static final int KILLS = 4;
    private static final int MIN_POSTINGS_BETWEEN_FAULTS = 60;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private LedgerProcesses ledgers;

    @BeforeEach
    void create() {
        ledgers = new LedgerProcesses(folder);
    }

    @AfterEach
    void close() {
        ledgers.close();
    }

    @Test
    void concurrent_postings_through_two_processes_never_overdraw_an_account() throws Exception {
        var one = ledgers.startLedger();
        var other = ledgers.startLedger();
        var here = ledgers.clientOf(one);
        var there = ledgers.clientOf(other);
        var shared = wallet(here);
        var shop = wallet(here);
        here.post(posting(bank(here), shared, "100.00")).await();

        var results = new ArrayList<Future<PostingResult>>();
        for (int i = 0; i < 400; i++) {
            results.add((i % 2 == 0 ? here : there).post(posting(shared, shop, "0.50")));
        }
        Future.all(results).await();

        assertThat(results.stream().filter(result -> result.result().hasPosted()))
                .hasSize(200);
        assertThat(results.stream()
                        .filter(result -> result.result().hasRefused())
                        .map(result -> result.result().getRefused().getCode()))
                .hasSize(200)
                .containsOnly("insufficient_funds");
        assertThat(here.account(shared).getBalance().getAmount()).isEqualTo("0.00");
        assertThat(there.account(shop).getBalance().getAmount()).isEqualTo("100.00");
        assertThat(ledgers.audit().finding()).isEmpty();
    }

    @Test
    void after_kills_under_load_every_posting_exists_exactly_once() throws Exception {
        var ledger = ledgers.startLedger();
        var client = ledgers.clientOf(ledger);
        var load = new Load(client);
        var random = new Random();

        for (int kill = 0; kill < KILLS; kill++) {
            load.awaitMore(MIN_POSTINGS_BETWEEN_FAULTS + random.nextInt(200));
            ledger.kill();
            ledger.start();
        }
        load.awaitMore(MIN_POSTINGS_BETWEEN_FAULTS);
        load.stop();

        load.assertEachExistsOnce(client);
        assertThat(ledgers.audit().finding()).isEmpty();
    }

    @Test
    void after_database_outages_every_posting_exists_exactly_once() throws Exception {
        try (var proxy = FaultProxy.to(Ports.LOOPBACK, ledgers.databasePort())) {
            ledgers.connectDatabaseThrough(proxy.port());
            var ledger = ledgers.startLedger();
            var client = ledgers.clientOf(ledger);
            var load = new Load(client);

            load.awaitMore(MIN_POSTINGS_BETWEEN_FAULTS);
            for (int cut = 0; cut < 5; cut++) {
                proxy.cut();
                load.awaitMore(MIN_POSTINGS_BETWEEN_FAULTS);
            }
            proxy.stall();
            load.awaitFailures(CALLERS);
            proxy.heal();
            load.awaitMore(MIN_POSTINGS_BETWEEN_FAULTS);
            proxy.refuse();
            load.awaitFailures(CALLERS);
            proxy.heal();
            load.awaitMore(MIN_POSTINGS_BETWEEN_FAULTS);
            load.stop();

            load.assertEachExistsOnce(client);
            assertThat(ledgers.audit().finding()).isEmpty();
        }
    }

    /** Callers that each post one cent after another to one account, and count the postings that were acknowledged. */
    private final class Load {
        private final RetryingLedgerClient client;
        private final Account bank;
        private final Account shop;
        private final AtomicBoolean stopping = new AtomicBoolean();
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final List<Posting> sent = Collections.synchronizedList(new ArrayList<>());
        private final List<Future<Void>> callers;

        Load(RetryingLedgerClient client) {
            this.client = client;
            this.bank = bank(client);
            this.shop = wallet(client);
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
            return client.post(posting, failures::incrementAndGet).map(result -> {
                assertThat(result.hasPosted()).as(result.toString()).isTrue();
                acknowledged.incrementAndGet();
                return null;
            });
        }

        void awaitMore(int more) {
            awaitAtLeast(acknowledged, acknowledged.get() + more);
        }

        void awaitFailures(int more) {
            awaitAtLeast(failures, failures.get() + more);
        }

        private void awaitAtLeast(AtomicInteger count, int minimum) {
            Awaitility.await().atMost(TIMEOUT).until(() -> {
                callers.stream().filter(Future::failed).findFirst().ifPresent(failed -> failed.await());
                return count.get() >= minimum;
            });
        }

        void stop() {
            stopping.set(true);
            Future.all(callers).await();
        }

        void assertEachExistsOnce(RetryingLedgerClient reader) {
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
