package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.SequentialCommits;
import dev.corridor.benchmarks.baseline.TransferTransactions;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.measure.OpenLoop;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.measure.Sample;
import dev.corridor.benchmarks.testbed.Endpoints;
import dev.corridor.benchmarks.testbed.HttpCaller;
import dev.corridor.benchmarks.testbed.SetupCaller;
import dev.corridor.benchmarks.testbed.Testbed;
import dev.corridor.embedded.Ports;
import dev.corridor.kit.identity.Scope;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Compares payments between users over REST, with real profile, ledger and Kafka processes, with the minimum that a transfer
 * needs: one transaction on the same PostgreSQL.
 */
final class PaymentsBenchmark implements Benchmark {
    /** Number of callers, each with one payment in flight. Fewer make smaller batches; the service admits at most 1,000. */
    private static final int USERS = 768;

    private static final int BASELINE_ACCOUNTS = 1_000;
    /** The plan, the posting, the outcome. */
    private static final int COMMITS_PER_PAYMENT = 3;
    /** Time that the JIT compilers of four JVMs need on two cores for the code of a payment under load. */
    private static final Duration COMPILER_WARM_UP = Duration.ofSeconds(300);
    /** Time that they need for the code that runs only when a payment is alone. */
    private static final Duration IDLE_WARM_UP = Duration.ofSeconds(60);

    private static final String REST = "rest";
    private static final String IDLE = "idle";
    private static final String UNIT = "payments/s";
    private static final String UNIT_ALONE = "payments/s at p50";
    private static final String OPENING_BALANCE = "1000000.00";

    /** Request that one user repeats. */
    private record PaymentOrder(String token, Buffer json) {}

    @Override
    public String name() {
        return "payments";
    }

    @Override
    public String about() {
        return "payments over REST, each service in its own process, %d users that pay each other".formatted(USERS);
    }

    @Override
    public List<String> rows() {
        return List.of(REST, IDLE);
    }

    @Override
    public List<Row> run(Plan plan) {
        try (var testbed = Testbed.start()) {
            var profile = testbed.start(ServiceName.PROFILE, Map.of());
            var payment = startPayment(testbed, profile);
            var users = BenchmarkUsers.create(testbed, profile, USERS);
            topUp(testbed, payment, users);
            payOnce(testbed, payment, users);
            payments(testbed, payment, users).run(COMPILER_WARM_UP);
            var rows = new ArrayList<Row>();
            if (plan.wants(REST)) {
                rows.add(rest(testbed, payment, users, plan));
            }
            if (plan.wants(IDLE)) {
                rows.add(idle(testbed, payment, users, plan));
            }
            return rows;
        }
    }

    /** Measures the peak rate, then the latencies at half of the peak rate. */
    private static Row rest(Testbed testbed, Endpoints payment, List<BenchmarkUsers.TestUser> users, Plan plan) {
        try (var transfers = TransferTransactions.prepare(testbed, BASELINE_ACCOUNTS)) {
            var row = new Comparison(
                            REST,
                            UNIT,
                            "one transaction per transfer, same PostgreSQL",
                            transfers.load(),
                            payments(testbed, payment, users))
                    .run(plan);
            var halfRate = constantRate(testbed, payment, users, row.value() / 2);
            halfRate.run(plan.warmUp());
            return row.withLatenciesOf(halfRate.run(plan.sampleLength().multipliedBy(plan.rounds())));
        }
    }

    /** Compares the median latency of a payment, with nothing else running, with the median of its commits. */
    private static Row idle(Testbed testbed, Endpoints payment, List<BenchmarkUsers.TestUser> users, Plan plan) {
        try (var commits = SequentialCommits.prepare(testbed, COMMITS_PER_PAYMENT)) {
            var alone = new ClosedLoop(
                    List.of(worker(testbed, payment, testbed.loadLoops().get(0), users.subList(0, 2), 1)));
            alone.run(IDLE_WARM_UP);
            return new Comparison(
                            IDLE,
                            UNIT_ALONE,
                            "its %d commits in sequence, one row each".formatted(COMMITS_PER_PAYMENT),
                            commits.load(),
                            alone,
                            Sample::callsPerSecondAtMedian)
                    .run(plan);
        }
    }

    private static Endpoints startPayment(Testbed testbed, Endpoints profile) {
        var ledger = testbed.start(ServiceName.LEDGER, Map.of());
        // Loading the history of reference rates happens once per installation and would disturb the first minutes.
        var forex = testbed.start(ServiceName.FOREX, Map.of("HISTORY_DELAY", "PT1H"));
        return testbed.start(
                ServiceName.PAYMENT,
                Map.of(
                        "PROFILE_GRPC", address(profile),
                        "LEDGER_GRPC", address(ledger),
                        "FOREX_GRPC", address(forex)));
    }

    private static String address(Endpoints endpoints) {
        return Ports.LOOPBACK + ":" + endpoints.grpc();
    }

    private static void topUp(Testbed testbed, Endpoints payment, List<BenchmarkUsers.TestUser> users) {
        var bank = testbed.issuer().token("bench", Scope.PAYMENTS_TOPUP.value());
        var setup = new SetupCaller(testbed.vertx(), payment.http());
        setup.await(users.stream()
                .map(user -> setup.post("/top-ups", bank, order(user, OPENING_BALANCE)))
                .toList());
    }

    /** Warms the token caches: the figures are those of a service that has seen every token once. */
    private static void payOnce(Testbed testbed, Endpoints payment, List<BenchmarkUsers.TestUser> users) {
        var setup = new SetupCaller(testbed.vertx(), payment.http());
        setup.await(IntStream.range(0, users.size())
                .mapToObj(
                        number -> setup.post("/process", users.get(number).token(), order(next(users, number), "0.01")))
                .toList());
    }

    /** Each user is a caller that pays the next user of the same event loop. */
    private static ClosedLoop payments(Testbed testbed, Endpoints payment, List<BenchmarkUsers.TestUser> users) {
        var loops = testbed.loadLoops();
        int usersPerLoop = users.size() / loops.size();
        List<ClosedLoop.Worker> workers = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            var loopUsers = users.subList(i * usersPerLoop, (i + 1) * usersPerLoop);
            workers.add(worker(testbed, payment, loops.get(i), loopUsers, loopUsers.size()));
        }
        return new ClosedLoop(workers);
    }

    private static ClosedLoop.Worker worker(
            Testbed testbed, Endpoints payment, Context loop, List<BenchmarkUsers.TestUser> users, int callers) {
        var caller = new HttpCaller(testbed.vertx(), payment.http(), callers);
        var orders = orders(users);
        return new ClosedLoop.Worker(loop, callers, number -> pay(caller, orders.get(number)));
    }

    private static Load constantRate(
            Testbed testbed, Endpoints payment, List<BenchmarkUsers.TestUser> users, double paymentsPerSecond) {
        var loops = testbed.loadLoops();
        var orders = orders(users);
        return new OpenLoop(
                testbed.vertx(),
                loops.stream()
                        .map(loop -> {
                            var caller = new HttpCaller(testbed.vertx(), payment.http(), USERS);
                            return new OpenLoop.Worker(
                                    loop,
                                    paymentsPerSecond / loops.size(),
                                    number -> pay(caller, orders.get((int) (number % orders.size()))));
                        })
                        .toList());
    }

    private static Future<?> pay(HttpCaller caller, PaymentOrder order) {
        return caller.post("/process", order.token(), newKey(), order.json());
    }

    /** Creates all requests in advance: work of the load generator takes processor time from the services. */
    private static List<PaymentOrder> orders(List<BenchmarkUsers.TestUser> users) {
        return IntStream.range(0, users.size())
                .mapToObj(number -> new PaymentOrder(users.get(number).token(), order(next(users, number), "0.01")))
                .toList();
    }

    private static BenchmarkUsers.TestUser next(List<BenchmarkUsers.TestUser> users, int number) {
        return users.get((number + 1) % users.size());
    }

    private static Buffer order(BenchmarkUsers.TestUser payee, String amount) {
        return new JsonObject()
                .put("to", payee.profile().getUserId())
                .put("amount", amount)
                .put("currency", "USD")
                .toBuffer();
    }

    /** Random idempotency key. It need not be unguessable, so a fast generator is enough. */
    private static String newKey() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
