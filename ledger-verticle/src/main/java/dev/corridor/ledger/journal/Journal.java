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
 * Natural batcher of postings: they queue on the event loop, and whenever a batch may be written, all that wait form
 * the next one. A lone caller waits for one round trip; a thousand callers share a commit. Belongs to one verticle; any
 * number of journals, in any number of processes, may share a database.
 */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /** Bounds the search for postings that may pass waiting ones; beyond it few are found. */
    private static final int SKIPPED_MAX = 256;

    private final BatchWriter writer;
    private final RecentBatches recent;
    private final JournalLimits limits;
    private final Context loop;
    private final DistributionSummary batchTransfers;
    private final DistributionSummary queueTransfers;
    private final Counter rejected;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    /**
     * Chains without a batch in flight. Each batch follows the previous one of its chain, so a chain has one at a time.
     */
    private final Deque<Integer> freeChains = new ArrayDeque<>();

    private final InFlightIds inFlight = new InFlightIds();
    private final Deque<Promise<Void>> roomWaiters = new ArrayDeque<>();
    private int queuedTransfers;
    private boolean scheduled;

    /** A queued posting whose caller waits for the outcome until the deadline. */
    private record Waiting(PostingRequest request, List<UUID> ids, long deadline, Promise<Outcome> outcome) {
        int transfers() {
            return request.posting().transfers().size();
        }
    }

    public Journal(Vertx vertx, BatchWriter writer, RecentBatches recent, JournalLimits limits, MeterRegistry metrics) {
        this.loop = vertx.getOrCreateContext();
        this.writer = writer;
        this.recent = recent;
        this.limits = limits;
        this.batchTransfers = metrics.summary("corridor.ledger.batch.transfers");
        this.queueTransfers = metrics.summary("corridor.ledger.queue.transfers");
        this.rejected = metrics.counter("corridor.ledger.rejected");
        int firstChain = ThreadLocalRandom.current().nextInt(HashChains.COUNT);
        for (int i = 0; i < limits.batchesInFlight(); i++) {
            freeChains.add((firstChain + i) % HashChains.COUNT);
        }
    }

    /**
     * Books the posting or refuses it.
     *
     * @return fails with unavailable when the posting was rejected or its outcome is not known, and with
     *     deadline_exceeded when the caller's deadline passed in the queue; a repeat under the same id is safe
     */
    public Future<Outcome> post(PostingRequest request) {
        int transfers = request.posting().transfers().size();
        if (queuedTransfers + transfers > limits.queuedTransfers()) {
            rejected.increment();
            return Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "Too many postings are waiting."));
        }
        var waiting = new Waiting(request, BatchReferences.of(request), Deadline.current(), Promise.promise());
        queue.add(waiting);
        queuedTransfers += transfers;
        if (!scheduled) {
            scheduled = true;
            loop.runOnContext(turn -> {
                scheduled = false;
                writeBatches();
            });
        }
        return CallerContext.of(waiting.outcome.future());
    }

    /** Completes when the queue is less than half full, for callers who send many postings and can wait. */
    public Future<Void> room() {
        if (hasRoom()) {
            return Future.succeededFuture();
        }
        Promise<Void> room = Promise.promise();
        roomWaiters.add(room);
        return room.future();
    }

    private boolean hasRoom() {
        return queuedTransfers < limits.queuedTransfers() / 2;
    }

    private void completeRoomWaiters() {
        while (hasRoom() && !roomWaiters.isEmpty()) {
            roomWaiters.remove().complete();
        }
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

    /**
     * Takes the next batch from the queue; empty when all inspected postings wait for ids in flight, or their callers
     * have left.
     */
    private List<Waiting> nextBatch() {
        queueTransfers.record(queuedTransfers);
        var batch = new ArrayList<Waiting>();
        var skipped = new ArrayDeque<Waiting>();
        var selection = inFlight.select();
        int transfers = 0;
        while (!queue.isEmpty() && skipped.size() < SKIPPED_MAX && fits(queue.peek(), transfers)) {
            var next = queue.remove();
            if (Deadline.hasPassed(next.deadline())) {
                queuedTransfers -= next.transfers();
                next.outcome.fail(
                        Problem.of(StandardError.DEADLINE_EXCEEDED, "The deadline has passed; nothing was posted."));
            } else if (selection.admits(next.ids())) {
                batch.add(next);
                transfers += next.transfers();
            } else {
                skipped.add(next);
            }
        }
        queuedTransfers -= transfers;
        while (!skipped.isEmpty()) {
            queue.addFirst(skipped.removeLast());
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
        batch.forEach(waiting -> inFlight.begin(waiting.ids()));
        CallerContext.begin()
                .compose(begun -> writer.write(requests, chain))
                .timeout(limits.batchTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(written -> written.batch().ifPresent(recent::add))
                .onComplete(written -> complete(batch, written.decision()), failure -> fail(batch, failure))
                .onComplete(done -> {
                    batch.forEach(waiting -> inFlight.end(waiting.ids()));
                    freeChains.add(chain);
                    writeBatches();
                    completeRoomWaiters();
                });
    }

    private static void complete(List<Waiting> batch, Decision decision) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).outcome.complete(decision.outcomes().get(i));
        }
    }

    /**
     * The batch may have been committed although its answer was lost, so callers are answered that the outcome is not
     * known.
     */
    private static void fail(List<Waiting> batch, Throwable failure) {
        LOG.atError().addKeyValue("postings", batch.size()).setCause(failure).log("batch not written");
        var problem = Problem.of(
                StandardError.UNAVAILABLE,
                "The posting could not be confirmed. Repeat it under the same id; it will not happen twice.");
        batch.forEach(waiting -> waiting.outcome.fail(problem));
    }
}
