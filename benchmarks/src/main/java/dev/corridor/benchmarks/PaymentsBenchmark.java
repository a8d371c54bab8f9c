package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.TransferTransactions;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Contest;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.scene.CalmCaller;
import dev.corridor.benchmarks.scene.Doors;
import dev.corridor.benchmarks.scene.HttpCaller;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.embedded.Ports;
import dev.corridor.kit.identity.Scope;
import dev.corridor.platform.machine.ServiceName;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Payments from person to person through the payment service's REST door, with profile, ledger and Kafka really behind it,
 * beside the least that a transfer can be: one transaction each on the same PostgreSQL.
 */
final class PaymentsBenchmark implements Benchmark {
    private static final int PEOPLE = 256;
    private static final int BASELINE_ACCOUNTS = 1_000;
    private static final String OPENING_BALANCE = "1000000.00";

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
    public List<Row> run(Plan plan) {
        try (var scene = Scene.set()) {
            var profile = scene.start(ServiceName.PROFILE, Map.of());
            var payment = startPayment(scene, profile);
            var people = People.make(scene, profile, PEOPLE);
            topUp(scene, payment, people);
            payOnceEach(scene, payment, people);
            try (var transfers = TransferTransactions.prepare(scene, BASELINE_ACCOUNTS)) {
                return List.of(new Contest(
                                "rest",
                                "payments/s",
                                "one transaction a transfer, same PostgreSQL",
                                transfers.load(),
                                payments(scene, payment, people))
                        .run(plan));
            }
        }
    }

    private static Doors startPayment(Scene scene, Doors profile) {
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

    private static String address(Doors doors) {
        return Ports.LOOPBACK + ":" + doors.grpc();
    }

    private static void topUp(Scene scene, Doors payment, List<People.Person> people) {
        var bank = scene.issuer().token("bench", Scope.PAYMENTS_TOPUP.value());
        var calm = new CalmCaller(scene.vertx(), payment.http());
        calm.await(people.stream()
                .map(person -> calm.post("/top-ups", bank, order(person, OPENING_BALANCE)))
                .toList());
    }

    /** The figure is of a service that has started: before the crowd comes, every token has been seen once. */
    private static void payOnceEach(Scene scene, Doors payment, List<People.Person> people) {
        var calm = new CalmCaller(scene.vertx(), payment.http());
        calm.await(IntStream.range(0, people.size())
                .mapToObj(number ->
                        calm.post("/process", people.get(number).token(), order(next(people, number), "0.01")))
                .toList());
    }

    /** Each person is a caller; the people of an event loop pay the next one of them. */
    private static ClosedLoop payments(Scene scene, Doors payment, List<People.Person> people) {
        var loops = scene.loadLoops();
        int peopleALoop = people.size() / loops.size();
        List<ClosedLoop.Lane> lanes = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            lanes.add(lane(scene, payment, loops.get(i), people.subList(i * peopleALoop, (i + 1) * peopleALoop)));
        }
        return new ClosedLoop(lanes);
    }

    private static ClosedLoop.Lane lane(Scene scene, Doors payment, Context loop, List<People.Person> people) {
        var caller = new HttpCaller(scene.vertx(), payment.http(), people.size());
        return new ClosedLoop.Lane(loop, people.size(), number -> {
            var payer = people.get(number);
            return caller.post("/process", payer.token(), newKey(), order(next(people, number), "0.01"));
        });
    }

    private static People.Person next(List<People.Person> people, int number) {
        return people.get((number + 1) % people.size());
    }

    private static Buffer order(People.Person payee, String amount) {
        return new JsonObject()
                .put("to", payee.user().getUserId())
                .put("amount", amount)
                .put("currency", "USD")
                .toBuffer();
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }
}
