package dev.corridor.ledger.journal;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Deadline;
import dev.corridor.kit.vertx.CallerContext;
import dev.corridor.ledger.domain.posting.Decision;
import dev.corridor.ledger.journal.QueuedPosting.Answer;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Natural batcher of postings: they queue, and whenever a batch may be written, all that wait form the next one. A lone
 * caller waits for one round trip; a thousand callers share a commit. A process has one, on an event loop of its own,
 * because two would make each other's cached accounts stale. Any number of processes may share a database.
 */
public final class BatchingEngine {
    private static final Logger LOG = LoggerFactory.getLogger(BatchingEngine.class);
    /** Bounds the search for postings that may pass waiting ones; beyond it few are found. */
    private static final int SKIPPED_MAX = 256;

    private final BatchWriter writer;
    private final RecentBatches recent;
    private final JournalLimits limits;
    private final Context loop;
    private final DistributionSummary batchTransfers;
    private final DistributionSummary queueTransfers;
    private final Counter rejected;
    private final Deque<QueuedPosting> queue = new ArrayDeque<>();
    private final ChainPool chains;
    private final InFlightIds inFlight = new InFlightIds();
    private final Deque<Promise<Void>> roomWaiters = new ArrayDeque<>();
    /** Counted when a posting is accepted, on any event loop. */
    private final AtomicInteger queuedTransfers = new AtomicInteger();

    private final Set<Journal> journals = ConcurrentHashMap.newKeySet();
    private final Promise<Void> closed = Promise.promise();

    /** Called on the engine's event loop. */
    public BatchingEngine(
            Vertx vertx, BatchWriter writer, RecentBatches recent, JournalLimits limits, MeterRegistry metrics) {
        this.loop = vertx.getOrCreateContext();
        this.writer = writer;
        this.recent = recent;
        this.limits = limits;
        this.batchTransfers = metrics.summary("corridor.ledger.batch.transfers");
        this.queueTransfers = metrics.summary("corridor.ledger.queue.transfers");
        this.rejected = metrics.counter("corridor.ledger.rejected");
        this.chains = new ChainPool(limits.batchesInFlight(), ThreadLocalRandom.current());
    }

    /** Opens a journal that belongs to the calling event loop. */
    public Journal openJournal(Vertx vertx) {
        var journal = new Journal(vertx, this);
        journals.add(journal);
        return journal;
    }

    void close(Journal journal) {
        if (journals.remove(journal) && journals.isEmpty()) {
            closed.tryComplete();
        }
    }

    /** Completes when all journals are closed, so that no posting comes any more. */
    public Future<Void> closed() {
        return closed.future();
    }

    /** Takes room in the queue for so many transfers. Called on any thread. */
    boolean reserve(int transfers) {
        if (queuedTransfers.addAndGet(transfers) > limits.queuedTransfers()) {
            queuedTransfers.addAndGet(-transfers);
            rejected.increment();
            return false;
        }
        return true;
    }

    /** Queues postings for which there is room. Called on any thread. */
    void submit(List<QueuedPosting> postings) {
        loop.runOnContext(turn -> {
            queue.addAll(postings);
            writeBatches();
        });
    }

    /** Called on any thread. */
    boolean hasRoom() {
        return queuedTransfers.get() < limits.queuedTransfers() / 2;
    }

    /** Called on any thread. */
    void awaitRoom(Promise<Void> room) {
        loop.runOnContext(turn -> {
            roomWaiters.add(room);
            completeRoomWaiters();
        });
    }

    private void completeRoomWaiters() {
        while (hasRoom() && !roomWaiters.isEmpty()) {
            roomWaiters.remove().complete();
        }
    }

    private void writeBatches() {
        while (!queue.isEmpty()) {
            var chain = chains.take();
            if (chain.isEmpty()) {
                return;
            }
            var batch = nextBatch();
            if (batch.isEmpty()) {
                chains.release(chain.get());
                return;
            }
            write(batch, chain.get());
        }
    }

    /**
     * Takes the next batch from the queue; empty when all inspected postings wait for ids in flight, or their callers
     * have left.
     */
    private List<QueuedPosting> nextBatch() {
        queueTransfers.record(queuedTransfers.get());
        var batch = new ArrayList<QueuedPosting>();
        var late = new ArrayList<Answer>();
        var skipped = new ArrayDeque<QueuedPosting>();
        var selection = inFlight.select();
        int transfers = 0;
        while (!queue.isEmpty() && skipped.size() < SKIPPED_MAX && fits(queue.peek(), transfers)) {
            var next = queue.remove();
            if (Deadline.hasPassed(next.deadline())) {
                queuedTransfers.addAndGet(-next.transfers());
                late.add(next.failure(
                        Problem.of(StandardError.DEADLINE_EXCEEDED, "The deadline has passed; nothing was posted.")));
            } else if (selection.admits(next.ids())) {
                batch.add(next);
                transfers += next.transfers();
            } else {
                skipped.add(next);
            }
        }
        queuedTransfers.addAndGet(-transfers);
        while (!skipped.isEmpty()) {
            queue.addFirst(skipped.removeLast());
        }
        deliver(late);
        if (!batch.isEmpty()) {
            batchTransfers.record(transfers);
        }
        return batch;
    }

    /** A single posting may be larger than a batch. */
    private boolean fits(QueuedPosting next, int transfers) {
        return transfers == 0 || transfers + next.transfers() <= limits.batchTransfers();
    }

    private void write(List<QueuedPosting> batch, int chain) {
        var requests = batch.stream().map(QueuedPosting::request).toList();
        batch.forEach(posting -> inFlight.begin(posting.ids()));
        CallerContext.begin()
                .compose(begun -> writer.write(requests, chain))
                .timeout(limits.batchTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(
                        written -> {
                            written.batch().ifPresent(recent::add);
                            deliver(answers(batch, written.decision()));
                            end(batch);
                            giveBack(chain, written.chainShared());
                        },
                        failure -> {
                            deliver(failures(batch, failure));
                            end(batch);
                            giveBack(chain, false);
                        });
    }

    private void giveBack(int chain, boolean shared) {
        if (shared) {
            chains.exchange(chain);
        } else {
            chains.release(chain);
        }
        writeBatches();
        completeRoomWaiters();
    }

    private void end(List<QueuedPosting> batch) {
        batch.forEach(posting -> inFlight.end(posting.ids()));
    }

    private static List<Answer> answers(List<QueuedPosting> batch, Decision decision) {
        var outcomes = decision.outcomes();
        return IntStream.range(0, batch.size())
                .mapToObj(i -> batch.get(i).answer(outcomes.get(i)))
                .toList();
    }

    /**
     * The batch may have been committed although its answer was lost, so callers are answered that the outcome is not
     * known.
     */
    private static List<Answer> failures(List<QueuedPosting> batch, Throwable failure) {
        LOG.atError().addKeyValue("postings", batch.size()).setCause(failure).log("batch not written");
        var problem = Problem.of(
                StandardError.UNAVAILABLE,
                "The posting could not be confirmed. Repeat it under the same id; it will not happen twice.");
        return batch.stream().map(posting -> posting.failure(problem)).toList();
    }

    private static void deliver(List<Answer> answers) {
        answers.stream()
                .collect(Collectors.groupingBy(answer -> answer.posting().journal()))
                .forEach(Journal::deliver);
    }
}
