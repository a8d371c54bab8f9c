package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Answer;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same money is spent at two payment processes at once, a thousand times. */
class DoubleSpendIT {
    private static final int ROUNDS = 1_000;
    private static final int COUPLES = 10;
    private static final String ALL_THEY_HAVE = "10.00";

    private static PaymentProcesses scene;
    private static RetryingPaymentClient here;
    private static RetryingPaymentClient there;

    /** Two users with money for one payment, which they pay each other in turn. */
    private record Couple(User one, User other) {
        Order payment(int round) {
            return round % 2 == 0
                    ? scene.payment(one, other, ALL_THEY_HAVE, "USD")
                    : scene.payment(other, one, ALL_THEY_HAVE, "USD");
        }
    }

    private record Answers(Answer here, Answer there) {
        List<Answer> both() {
            return List.of(here, there);
        }
    }

    /** What is sent to one process and to the other, and what must come of it. */
    private interface Round {
        Future<?> play(Couple couple, int number);
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        scene = new PaymentProcesses(folder);
        here = scene.callerOf(scene.startPayment());
        there = scene.callerOf(scene.startPayment());
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void of_two_payments_of_the_same_money_exactly_one_is_made() throws Exception {
        play((couple, number) -> atBoth(couple.payment(number), couple.payment(number))
                .map(answers -> assertThat(answers.both())
                        .as("%s", answers)
                        .extracting(Answer::status, Answer::code)
                        .containsExactlyInAnyOrder(tuple(201, null), tuple(422, "insufficient_funds"))));
    }

    @Test
    void under_the_same_key_both_are_told_of_the_one_payment() throws Exception {
        play((couple, number) -> {
            var payment = couple.payment(number);
            return atBoth(payment, payment).map(answers -> assertThat(answers.both())
                    .as("%s", answers)
                    .extracting(Answer::status, Answer::body)
                    .containsOnly(tuple(201, answers.here().body())));
        });
    }

    private static void play(Round round) throws Exception {
        var couples = IntStream.range(0, COUPLES)
                .mapToObj(each -> new Couple(scene.user("USD"), scene.user("USD")))
                .toList();
        Future.all(couples.stream()
                        .map(couple -> here.untilDecided(scene.topUp(couple.one(), ALL_THEY_HAVE, "USD")))
                        .toList())
                .await();

        Future.all(couples.stream()
                        .map(couple -> rounds(round, couple, ROUNDS / 2 / COUPLES))
                        .toList())
                .await();

        for (var couple : couples) {
            assertThat(scene.balance(couple.one(), "USD").add(scene.balance(couple.other(), "USD")))
                    .isEqualByComparingTo(new BigDecimal(ALL_THEY_HAVE));
            assertThat(here.payments(couple.one().token()).await())
                    .filteredOn(payment -> payment.getString("kind").equals("PAYMENT"))
                    .filteredOn(payment -> payment.getString("status").equals("COMPLETED"))
                    .hasSize(ROUNDS / 2 / COUPLES);
        }
        assertThat(scene.audit().finding()).isEmpty();
    }

    private static Future<?> rounds(Round round, Couple couple, int count) {
        Future<?> played = Future.succeededFuture();
        for (int number = 0; number < count; number++) {
            int next = number;
            played = played.compose(before -> round.play(couple, next));
        }
        return played;
    }

    private static Future<Answers> atBoth(Order atOne, Order atOther) {
        var one = here.untilDecided(atOne);
        var other = there.untilDecided(atOther);
        return Future.all(one, other).map(both -> new Answers(one.result(), other.result()));
    }
}
