package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
import dev.corridor.platform.services.RetryingPaymentClient.Response;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spends the same money at two payment processes at the same time, a thousand times. */
class DoubleSpendIT {
    private static final int ROUNDS = 1_000;
    private static final int PAIRS = 10;
    private static final String WALLET = "10.00";

    private static PaymentProcesses services;
    private static RetryingPaymentClient first;
    private static RetryingPaymentClient second;

    /** Two users with money for one payment, who pay each other alternately. */
    private record Pair(User one, User other) {
        Order payment(int round) {
            return round % 2 == 0
                    ? services.payment(one, other, WALLET, "USD")
                    : services.payment(other, one, WALLET, "USD");
        }
    }

    private record Responses(Response first, Response second) {
        List<Response> both() {
            return List.of(first, second);
        }
    }

    /** Sends requests to both processes and checks the outcome. */
    private interface Round {
        Future<?> run(Pair pair, int number);
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        services = new PaymentProcesses(folder);
        first = services.clientOf(services.startPayment());
        second = services.clientOf(services.startPayment());
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void of_two_payments_of_the_same_money_exactly_one_completes() throws Exception {
        runRounds((pair, number) -> atBoth(pair.payment(number), pair.payment(number))
                .map(responses -> assertThat(responses.both())
                        .as("%s", responses)
                        .extracting(Response::status, Response::code)
                        .containsExactlyInAnyOrder(tuple(201, null), tuple(422, "insufficient_funds"))));
    }

    @Test
    void under_the_same_key_both_processes_return_the_same_payment() throws Exception {
        runRounds((pair, number) -> {
            var payment = pair.payment(number);
            return atBoth(payment, payment).map(responses -> assertThat(responses.both())
                    .as("%s", responses)
                    .extracting(Response::status, Response::body)
                    .containsOnly(tuple(201, responses.first().body())));
        });
    }

    private static void runRounds(Round round) throws Exception {
        var pairs = IntStream.range(0, PAIRS)
                .mapToObj(each -> new Pair(services.user("USD"), services.user("USD")))
                .toList();
        Future.all(pairs.stream()
                        .map(pair -> first.sendUntilFinal(services.topUp(pair.one(), WALLET, "USD")))
                        .toList())
                .await();

        Future.all(pairs.stream()
                        .map(pair -> rounds(round, pair, ROUNDS / 2 / PAIRS))
                        .toList())
                .await();

        for (var pair : pairs) {
            assertThat(services.balance(pair.one(), "USD").add(services.balance(pair.other(), "USD")))
                    .isEqualByComparingTo(new BigDecimal(WALLET));
            assertThat(first.payments(pair.one().token()).await())
                    .filteredOn(payment -> payment.getString("kind").equals("PAYMENT"))
                    .filteredOn(payment -> payment.getString("status").equals("COMPLETED"))
                    .hasSize(ROUNDS / 2 / PAIRS);
        }
        assertThat(services.audit().finding()).isEmpty();
    }

    private static Future<?> rounds(Round round, Pair pair, int count) {
        Future<?> done = Future.succeededFuture();
        for (int number = 0; number < count; number++) {
            int next = number;
            done = done.compose(before -> round.run(pair, next));
        }
        return done;
    }

    private static Future<Responses> atBoth(Order atOne, Order atOther) {
        var one = first.sendUntilFinal(atOne);
        var other = second.sendUntilFinal(atOther);
        return Future.all(one, other).map(both -> new Responses(one.result(), other.result()));
    }
}
