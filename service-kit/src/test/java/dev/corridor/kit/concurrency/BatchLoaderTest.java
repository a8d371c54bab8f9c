package dev.corridor.kit.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.request.Deadline;
import dev.corridor.kit.vertx.RequestContexts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
    private final List<List<Integer>> calls = new ArrayList<>();
    private final List<String> callsBelongTo = new ArrayList<>();
    private final List<Long> callsWaitUntil = new ArrayList<>();
    private Vertx vertx;
    private Context loop;
    private BatchLoader<Integer, String> loader;

    @BeforeEach
    void begin() {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        loader = onLoop(() -> Future.succeededFuture(new BatchLoader<Integer, String>(vertx, 500, this::call)));
    }

    @AfterEach
    void end() {
        vertx.close();
    }

    @Test
    void questions_of_one_turn_share_a_call_and_get_their_own_answers() {
        var answers = onLoop(() -> all(1, 2, 3));
        var later = onLoop(() -> all(4));

        assertThat(answers).containsExactly("answer 1", "answer 2", "answer 3");
        assertThat(later).containsExactly("answer 4");
        assertThat(calls).containsExactly(List.of(1, 2, 3), List.of(4));
    }

    @Test
    void a_batch_is_bounded() {
        var all = IntStream.range(0, 1_100).boxed().toArray(Integer[]::new);

        assertThat(onLoop(() -> all(all))).hasSize(1_100).endsWith("answer 1099");
        assertThat(calls).extracting(List::size).containsExactly(500, 500, 100);
    }

    @Test
    void a_failed_call_fails_all_its_questions() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> onLoop(() -> Future.join(ask(1), ask(-1))
                        .transform(done -> ask(1).transform(first -> Future.failedFuture(done.cause())))))
                .withMessageContaining("away");
        assertThat(calls).containsExactly(List.of(1, -1), List.of(1));
    }

    @Test
    void a_wrong_number_of_answers_fails_all_questions() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> onLoop(() -> all(7, 7)))
                .withMessageContaining("2 questions, and 1 answers");
    }

    @Test
    void each_caller_keeps_its_correlation_id_and_the_call_has_none() {
        var first = idAfterwards("the-first-request");
        var second = idAfterwards("the-second-request");

        assertThat(first.await()).isEqualTo("the-first-request");
        assertThat(second.await()).isEqualTo("the-second-request");
        assertThat(callsBelongTo).containsOnly("");
        assertThat(callsWaitUntil).containsOnly(Deadline.NONE);
    }

    private Future<String> idAfterwards(String id) {
        Promise<String> afterwards = Promise.promise();
        RequestContexts.onLoopOf(loop).runOnContext(begin -> {
            Correlation.begin(id);
            Deadline.begin(Duration.ofSeconds(5));
            ask(1).onComplete(answered -> afterwards.complete(Correlation.current()));
        });
        return afterwards.future();
    }

    /** Fails for a batch with a negative number. */
    private Future<List<String>> call(List<Integer> questions) {
        calls.add(questions);
        callsBelongTo.add(Correlation.current());
        callsWaitUntil.add(Deadline.current());
        return questions.stream().anyMatch(question -> question < 0)
                ? Future.failedFuture("away")
                : Future.succeededFuture(questions.stream()
                        .distinct()
                        .map(question -> "answer " + question)
                        .toList());
    }

    private Future<List<String>> all(Integer... questions) {
        return Future.all(Arrays.stream(questions).map(this::ask).toList()).map(answered -> answered.<String>list());
    }

    private Future<String> ask(int question) {
        return loader.load(question);
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(running -> work.get().onComplete(done));
        return done.future().await();
    }
}
