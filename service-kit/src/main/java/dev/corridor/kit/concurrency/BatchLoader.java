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
 * Sends the questions of one turn of the event loop in one call to a service or a store. A call with many questions costs
 * little more than a call with one. No question waits for later ones. Belongs to one verticle.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class BatchLoader<Q, A> {
    private final int batchMax;
    private final Function<List<Q>, Future<List<A>>> call;
    /** A context without locals: the call must not have the correlation id and the deadline of the first question. */
    private final Context context;

    private final List<Pending<Q, A>> waiting = new ArrayList<>();

    private record Pending<Q, A>(Q question, Promise<A> answer) {}

    /**
     * @param batchMax questions of one call, at least 1
     * @param call answers the questions in their order; when it fails, all of them fail
     */
    public BatchLoader(Vertx vertx, int batchMax, Function<List<Q>, Future<List<A>>> call) {
        this.batchMax = batchMax;
        this.call = call;
        this.context = vertx.getOrCreateContext();
    }

    /** Returns the answer, or the failure of the call that the question was in, on the caller's context. */
    public Future<A> load(Q question) {
        Promise<A> answer = Promise.promise();
        waiting.add(new Pending<>(question, answer));
        if (waiting.size() == 1) {
            context.runOnContext(next -> sendAll());
        }
        return CallerContext.of(answer.future());
    }

    private void sendAll() {
        var all = List.copyOf(waiting);
        waiting.clear();
        for (int from = 0; from < all.size(); from += batchMax) {
            send(all.subList(from, Math.min(from + batchMax, all.size())));
        }
    }

    private void send(List<Pending<Q, A>> batch) {
        Future.succeededFuture(batch.stream().map(Pending::question).toList())
                .compose(call)
                .map(answers -> requireAll(batch, answers))
                .onSuccess(answers -> {
                    for (int i = 0; i < batch.size(); i++) {
                        batch.get(i).answer().complete(answers.get(i));
                    }
                })
                .onFailure(failure -> batch.forEach(pending -> pending.answer().fail(failure)));
    }

    private static <A> List<A> requireAll(List<?> questions, List<A> answers) {
        if (answers.size() != questions.size()) {
            throw new IllegalStateException("%d questions, and %d answers".formatted(questions.size(), answers.size()));
        }
        return answers;
    }
}
