package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.CommitsInTurn;
import dev.corridor.benchmarks.baseline.TransferTransactions;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.measure.OpenLoop;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.measure.Sample;
import dev.corridor.benchmarks.scene.Endpoints;
import dev.corridor.benchmarks.scene.HttpCaller;
import dev.corridor.benchmarks.scene.PacedCaller;
import dev.corridor.benchmarks.scene.Scene;
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
 * Payments from person to person through the payment service's REST door, with profile, ledger and Kafka really behind it,
 * beside the least that a transfer can be: one transaction each on the same PostgreSQL.
 */
final class PaymentsBenchmark implements Benchmark {
    /** Each pays one payment after the other. Fewer make smaller batches, a thousand are as many as the door lets in at once. */
    private static final int PEOPLE = 768;

    private static final int BASELINE_ACCOUNTS = 1_000;
    /** Written down with its plan, posted, recorded. */
    private static final int COMMITS_OF_A_PAYMENT = 3;
    /** On two cores the compilers of four JVMs work that long on what a payment passes through. */
    private static final Duration COMPILATION = Duration.ofSeconds(300);
    /** And that long on what only one that is alone passes through. */
    private static final Duration COMPILATION_ALONE = Duration.ofSeconds(60);

    private static final String REST = "rest";
    private static final String IDLE = "idle";
    private static final String UNIT = "payments/s";
    private static final String UNIT_ALONE = "payments/s at p50";
    private static final String OPENING_BALANCE = "1000000.00";

    /** What one person pays again and again. */
    private record Order(String token, Buffer json) {}

    @Override
    public String name() {
        return "payments";
    }

    @Override
    public String about() {
        return "payments through REST, all services in processes of their own, %d people paying one another"
                .formatted(PEOPLE);
    }

    @Override
    public List<String> rows() {
        return List.of(REST, IDLE);
    }

    @Override
    public List<Row> run(Plan plan) {
        try (var scene = Scene.set()) {
            var profile = scene.start(ServiceName.PROFILE, Map.of());
            var payment = startPayment(scene, profile);
            var people = BenchmarkUsers.make(scene, profile, PEOPLE);
            topUp(scene, payment, people);
            payOnceEach(scene, payment, people);
            payments(scene, payment, people).drive(COMPILATION);
            var rows = new ArrayList<Row>();
            if (plan.wants(REST)) {
                rows.add(rest(scene, payment, people, plan));
            }
            if (plan.wants(IDLE)) {
                rows.add(idle(scene, payment, people, plan));
            }
            return rows;
        }
    }

    /** Its latencies are those at half of the most that there can be. */
    private static Row rest(Scene scene, Endpoints payment, List<BenchmarkUsers.Person> people, Plan plan) {
        try (var transfers = TransferTransactions.prepare(scene, BASELINE_ACCOUNTS)) {
            var row = new Comparison(
                            REST,
                            UNIT,
                            "one transaction a transfer, same PostgreSQL",
                            transfers.load(),
                            payments(scene, payment, people))
                    .run(plan);
            var half = steady(scene, payment, people, row.value() / 2);
            half.drive(plan.warmUp());
            return row.withLatenciesOf(half.drive(plan.stretch().multipliedBy(plan.rounds())));
        }
    }

    /** One caller, who waits for each answer and has nobody beside them: the median payment, beside the median of its commits. */
    private static Row idle(Scene scene, Endpoints payment, List<BenchmarkUsers.Person> people, Plan plan) {
        try (var commits = CommitsInTurn.prepare(scene, COMMITS_OF_A_PAYMENT)) {
            var alone = new ClosedLoop(
                    List.of(lane(scene, payment, scene.loadLoops().get(0), people.subList(0, 2), 1)));
            alone.drive(COMPILATION_ALONE);
            return new Comparison(
                            IDLE,
                            UNIT_ALONE,
                            "its %d commits one after the other, each of one row".formatted(COMMITS_OF_A_PAYMENT),
                            commits.load(),
                            alone,
                            Sample::callsPerSecondAtMedian)
                    .run(plan);
        }
    }

    private static Endpoints startPayment(Scene scene, Endpoints profile) {
        var ledger = scene.start(ServiceName.LEDGER, Map.of());
        // The history is read beside the work of the first minutes, once in a platform's life; it is no part of a
        // payment.
        var forex = scene.start(ServiceName.FOREX, Map.of("HISTORY_DELAY", "PT1H"));
        return scene.start(
                ServiceName.PAYMENT,
                Map.of(
                        "PROFILE_GRPC", address(profile),
                        "LEDGER_GRPC", address(ledger),
                        "FOREX_GRPC", address(forex)));
    }

    private static String address(Endpoints doors) {
        return Ports.LOOPBACK + ":" + doors.grpc();
    }

    private static void topUp(Scene scene, Endpoints payment, List<BenchmarkUsers.Person> people) {
        var bank = scene.issuer().token("bench", Scope.PAYMENTS_TOPUP.value());
        var calm = new PacedCaller(scene.vertx(), payment.http());
        calm.await(people.stream()
                .map(person -> calm.post("/top-ups", bank, order(person, OPENING_BALANCE)))
                .toList());
    }

    /** The figure is of a service that has started: before the crowd comes, every token has been seen once. */
    private static void payOnceEach(Scene scene, Endpoints payment, List<BenchmarkUsers.Person> people) {
        var calm = new PacedCaller(scene.vertx(), payment.http());
        calm.await(IntStream.range(0, people.size())
                .mapToObj(number ->
                        calm.post("/process", people.get(number).token(), order(next(people, number), "0.01")))
                .toList());
    }

    /** Each person is a caller; the people of an event loop pay the next one of them. */
    private static ClosedLoop payments(Scene scene, Endpoints payment, List<BenchmarkUsers.Person> people) {
        var loops = scene.loadLoops();
        int peopleALoop = people.size() / loops.size();
        List<ClosedLoop.Lane> lanes = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            var ofLoop = people.subList(i * peopleALoop, (i + 1) * peopleALoop);
            lanes.add(lane(scene, payment, loops.get(i), ofLoop, ofLoop.size()));
        }
        return new ClosedLoop(lanes);
    }

    private static ClosedLoop.Lane lane(
            Scene scene, Endpoints payment, Context loop, List<BenchmarkUsers.Person> people, int callers) {
        var caller = new HttpCaller(scene.vertx(), payment.http(), callers);
        var orders = orders(people);
        return new ClosedLoop.Lane(loop, callers, number -> pay(caller, orders.get(number)));
    }

    private static Load steady(
            Scene scene, Endpoints payment, List<BenchmarkUsers.Person> people, double paymentsPerSecond) {
        var loops = scene.loadLoops();
        var orders = orders(people);
        return new OpenLoop(
                scene.vertx(),
                loops.stream()
                        .map(loop -> {
                            var caller = new HttpCaller(scene.vertx(), payment.http(), PEOPLE);
                            return new OpenLoop.Lane(
                                    loop,
                                    paymentsPerSecond / loops.size(),
                                    number -> pay(caller, orders.get((int) (number % orders.size()))));
                        })
                        .toList());
    }

    private static Future<?> pay(HttpCaller caller, Order order) {
        return caller.post("/process", order.token(), newKey(), order.json());
    }

    /** Made once: what the load takes, the services lack. */
    private static List<Order> orders(List<BenchmarkUsers.Person> people) {
        return IntStream.range(0, people.size())
                .mapToObj(number -> new Order(people.get(number).token(), order(next(people, number), "0.01")))
                .toList();
    }

    private static BenchmarkUsers.Person next(List<BenchmarkUsers.Person> people, int number) {
        return people.get((number + 1) % people.size());
    }

    private static Buffer order(BenchmarkUsers.Person payee, String amount) {
        return new JsonObject()
                .put("to", payee.user().getUserId())
                .put("amount", amount)
                .put("currency", "USD")
                .toBuffer();
    }

    /** Random like those of clients, but nobody has to be kept from guessing it. */
    private static String newKey() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
