package dev.corridor.ledger.journal;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Deadline;
import dev.corridor.kit.vertx.CallerContext;
import dev.corridor.ledger.domain.posting.Decision;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.PostingRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes postings, in batches by nature: they queue on the event loop, and whenever a connection is free all that wait go
 * in one transaction. A caller alone pays one round of latency; a thousand callers share a commit. Belongs to one verticle.
 *
 * <p>Any number of journals, in any number of processes, share a database.
 */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /** Where so many wait for what is under way, looking further finds little. */
    private static final int MOST_PASSED_OVER = 256;

    private final BatchWriter transactions;
    private final RecentBatches recent;
    private final JournalLimits limits;
    private final Context loop;
    private final DistributionSummary batchTransfers;
    private final DistributionSummary queueTransfers;
    private final Counter turnedAway;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    /** One a transaction at a time: a chain is a line of batches, each on top of the one before. */
    private final Deque<Integer> freeChains = new ArrayDeque<>();

    private final InFlightIds underWay = new InFlightIds();
    private final Deque<Promise<Void>> roomWanted = new ArrayDeque<>();
    private int queuedTransfers;
    private boolean turnIsDue;

    /** A posting whose caller waits for the answer, until the deadline. */
    private record Waiting(PostingRequest request, List<UUID> names, long deadline, Promise<Outcome> answer) {
        int transfers() {
            return request.posting().transfers().size();
        }
    }

    public Journal(
            Vertx vertx, BatchWriter transactions, RecentBatches recent, JournalLimits limits, MeterRegistry metrics) {
        this.loop = vertx.getOrCreateContext();
        this.transactions = transactions;
        this.recent = recent;
        this.limits = limits;
        this.batchTransfers = metrics.summary("corridor.ledger.batch.transfers");
        this.queueTransfers = metrics.summary("corridor.ledger.queue.transfers");
        this.turnedAway = metrics.counter("corridor.ledger.turned.away");
        int firstChain = ThreadLocalRandom.current().nextInt(HashChains.COUNT);
        for (int i = 0; i < limits.batchesInFlight(); i++) {
            freeChains.add((firstChain + i) % HashChains.COUNT);
        }
    }

    /**
     * Books the posting, or answers why not.
     *
     * @return fails with unavailable when it was not decided, or when it can't be known whether it was, and with
     *     deadline_exceeded when its turn came after the caller's deadline; a repeat under the same id is safe
     */
    public Future<Outcome> post(PostingRequest request) {
        int transfers = request.posting().transfers().size();
        if (queuedTransfers + transfers > limits.queuedTransfers()) {
            turnedAway.increment();
            return Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "Too many postings are waiting."));
        }
        var waiting = new Waiting(request, BatchReferences.of(request), Deadline.current(), Promise.promise());
        queue.add(waiting);
        queuedTransfers += transfers;
        if (!turnIsDue) {
            turnIsDue = true;
            loop.runOnContext(turn -> takeTurn());
        }
        return CallerContext.of(waiting.answer.future());
    }

    /** Completes when the queue is less than half full: for callers who can wait, and send many. */
    public Future<Void> room() {
        if (hasRoom()) {
            return Future.succeededFuture();
        }
        Promise<Void> room = Promise.promise();
        roomWanted.add(room);
        return room.future();
    }

    private boolean hasRoom() {
        return queuedTransfers < limits.queuedTransfers() / 2;
    }

    private void tellRoom() {
        while (hasRoom() && !roomWanted.isEmpty()) {
            roomWanted.remove().complete();
        }
    }

    private void takeTurn() {
        turnIsDue = false;
        writeBatches();
    }

    private void writeBatches() {
        boolean more = true;
        while (more && !freeChains.isEmpty() && !queue.isEmpty()) {
            var batch = nextBatch();
            more = !batch.isEmpty();
            if (more) {
                write(batch, freeChains.remove());
            }
        }
    }

    /** Empty when all of those that wait, or enough of them, wait for postings under way; or nobody waits any more. */
    private List<Waiting> nextBatch() {
        queueTransfers.record(queuedTransfers);
        var batch = new ArrayList<Waiting>();
        var passedOver = new ArrayList<Waiting>();
        var selection = underWay.selection();
        int transfers = 0;
        while (!queue.isEmpty() && passedOver.size() < MOST_PASSED_OVER && fits(queue.peek(), transfers)) {
            var next = queue.remove();
            if (Deadline.hasPassed(next.deadline())) {
                queuedTransfers -= next.transfers();
                next.answer.fail(
                        Problem.of(StandardError.DEADLINE_EXCEEDED, "Nobody waits any more; nothing was posted."));
            } else if (selection.admits(next.names())) {
                batch.add(next);
                transfers += next.transfers();
            } else {
                passedOver.add(next);
            }
        }
        queuedTransfers -= transfers;
        for (int i = passedOver.size() - 1; i >= 0; i--) {
            queue.addFirst(passedOver.get(i));
        }
        if (!batch.isEmpty()) {
            batchTransfers.record(transfers);
        }
        return batch;
    }

    /** A single posting may be larger than a batch. */
    private boolean fits(Waiting next, int transfers) {
        return transfers == 0 || transfers + next.transfers() <= limits.batchTransfers();
    }

    private void write(List<Waiting> batch, int chain) {
        var requests = batch.stream().map(Waiting::request).toList();
        batch.forEach(waiting -> underWay.begin(waiting.names()));
        CallerContext.begin()
                .compose(begun -> transactions.write(requests, chain))
                .timeout(limits.batchTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(written -> written.batch().ifPresent(recent::add))
                .onComplete(written -> answer(batch, written.decision()), failure -> answerUnknown(batch, failure))
                .onComplete(done -> {
                    batch.forEach(waiting -> underWay.end(waiting.names()));
                    freeChains.add(chain);
                    writeBatches();
                    tellRoom();
                });
    }

    private static void answer(List<Waiting> batch, Decision decision) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer.complete(decision.outcomes().get(i));
        }
    }

    /** A commit whose answer was lost may have happened, so nobody is told that it did not. */
    private static void answerUnknown(List<Waiting> batch, Throwable failure) {
        LOG.atError().addKeyValue("postings", batch.size()).setCause(failure).log("batch not written");
        var problem = Problem.of(
                StandardError.UNAVAILABLE,
                "The posting could not be confirmed. Repeat it under the same id; it will not happen twice.");
        batch.forEach(waiting -> waiting.answer.fail(problem));
    }
}
