package dev.corridor.kit.concurrency;

import dev.corridor.kit.vertx.CallerContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Questions to another service or a store, asked together: those of one turn of the event loop go in one call, which costs little
 * more than the call of one. Nobody waits for others to come, and a question that is alone costs what a call costs. Belongs to one
 * verticle.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class BatchLoader<Q, A> {
    private final int most;
    private final Function<List<Q>, Future<List<A>>> call;
    /** The call is nobody's in particular: it must not have the correlation id, and the deadline, of the first to ask. */
    private final Context nobodys;

    private final List<Asked<Q, A>> waiting = new ArrayList<>();

    private record Asked<Q, A>(Q question, Promise<A> answer) {}

    /**
     * @param most questions of one call, at least 1
     * @param call answers questions in their order; when it fails, each of them has failed
     */
    public BatchLoader(Vertx vertx, int most, Function<List<Q>, Future<List<A>>> call) {
        this.most = most;
        this.call = call;
        this.nobodys = vertx.getOrCreateContext();
    }

    /** The answer, or the failure of the call that the question was in; on the context of who asks. */
    public Future<A> ask(Q question) {
        Promise<A> answer = Promise.promise();
        waiting.add(new Asked<>(question, answer));
        if (waiting.size() == 1) {
            nobodys.runOnContext(next -> askAll());
        }
        return CallerContext.of(answer.future());
    }

    private void askAll() {
        var all = List.copyOf(waiting);
        waiting.clear();
        for (int from = 0; from < all.size(); from += most) {
            askTogether(all.subList(from, Math.min(from + most, all.size())));
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
