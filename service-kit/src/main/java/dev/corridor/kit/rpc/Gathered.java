package dev.corridor.kit.rpc;

import dev.corridor.kit.service.OwnContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Questions to another service, asked together: those of one turn of the event loop go in one call, which costs little more than
 * the call of one. Nobody waits for others to come. Each question waits no longer than whoever asks it is waited for, and one
 * that is alone costs what a call costs. Belongs to one verticle.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class Gathered<Q, A> {
    private final Guard<A> guard;
    private final Function<List<Q>, Future<List<A>>> call;
    /** The call is nobody's in particular: it must not have the correlation id, and the deadline, of the first to ask. */
    private final Context nobodys;

    private final List<Asked<Q, A>> waiting = new ArrayList<>();

    /** What is done to each question as to a call of its own. */
    @FunctionalInterface
    interface Guard<A> {
        /** @param question is told how many milliseconds it may wait for its answer */
        Future<A> ask(LongFunction<Future<A>> question);
    }

    private record Asked<Q, A>(Q question, Promise<A> answer) {}

    /** @param call answers questions in their order */
    Gathered(Vertx vertx, Guard<A> guard, Function<List<Q>, Future<List<A>>> call) {
        this.guard = guard;
        this.call = call;
        this.nobodys = vertx.getOrCreateContext();
    }

    /** The answer, or unavailable or deadline_exceeded: then it is not known whether the question was heard. */
    public Future<A> ask(Q question) {
        return guard.ask(waitMs -> OwnContext.of(answer(question)).timeout(waitMs, TimeUnit.MILLISECONDS));
    }

    private Future<A> answer(Q question) {
        Promise<A> answer = Promise.promise();
        waiting.add(new Asked<>(question, answer));
        if (waiting.size() == 1) {
            nobodys.runOnContext(next -> askAll());
        }
        return answer.future();
    }

    private void askAll() {
        var all = List.copyOf(waiting);
        waiting.clear();
        for (int from = 0; from < all.size(); from += BatchLimit.MOST) {
            askTogether(all.subList(from, Math.min(from + BatchLimit.MOST, all.size())));
        }
    }

    private void askTogether(List<Asked<Q, A>> together) {
        Future.succeededFuture(together.stream().map(Asked::question).toList())
                .compose(call)
                .map(answers -> requireAll(together, answers))
                .onSuccess(answers -> {
                    for (int i = 0; i < together.size(); i++) {
                        together.get(i).answer().complete(answers.get(i));
                    }
                })
                .onFailure(failure -> together.forEach(asked -> asked.answer().fail(failure)));
    }

    private static <A> List<A> requireAll(List<?> questions, List<A> answers) {
        if (answers.size() != questions.size()) {
            throw new IllegalStateException("%d questions, and %d answers".formatted(questions.size(), answers.size()));
        }
        return answers;
    }
}
