package dev.corridor.ledger.store;

import dev.corridor.kit.correlation.Correlation;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.Outbox;
import dev.corridor.kit.store.OutboxEvent;
import dev.corridor.ledger.domain.Books;
import dev.corridor.ledger.domain.Decision;
import dev.corridor.ledger.domain.Outcome;
import dev.corridor.ledger.domain.Outcome.Posted;
import dev.corridor.ledger.domain.Posting;
import dev.corridor.ledger.domain.Transfer;
import dev.corridor.ledger.events.TransferEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes postings, in batches by nature: they queue on the event loop, and whenever a connection is free all that wait go
 * in one transaction. A caller alone pays one round of latency; a thousand callers share a commit. Belongs to one verticle.
 *
 * <p>A transaction locks the accounts in id order, reads what was booked before under the same ids, lets
 * {@link Books#decide} decide, and writes what is new. Any number of journals, in any number of processes, share a database.
 */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /** Of a batch that met a posting or transfer id which another journal was writing at the same moment. */
    private static final int MAX_ATTEMPTS = 4;

    private final Database database;
    private final Accounts accounts;
    private final Postings postings;
    private final Outbox outbox = new Outbox();
    private final JournalLimits limits;
    private final Clock clock;
    private final Vertx vertx;
    private final Context loop;
    private final DistributionSummary batchTransfers;
    private final DistributionSummary queueTransfers;
    private final Counter turnedAway;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int queuedTransfers;
    private int batchesInFlight;

    /** A posting whose caller waits for the answer. */
    private record Waiting(Posting posting, String correlationId, Context caller, Promise<Outcome> answer) {
        int transfers() {
            return posting.transfers().size();
        }

        /** On the caller's own context, so that what follows is still part of its request. */
        void complete(Outcome outcome) {
            caller.runOnContext(resumed -> answer.complete(outcome));
        }

        void fail(Problem problem) {
            caller.runOnContext(resumed -> answer.fail(problem));
        }
    }

    public Journal(
            Vertx vertx,
            Database database,
            Accounts accounts,
            Postings postings,
            JournalLimits limits,
            Clock clock,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.database = database;
        this.accounts = accounts;
        this.postings = postings;
        this.limits = limits;
        this.clock = clock;
        this.batchTransfers = metrics.summary("corridor.ledger.batch.transfers");
        this.queueTransfers = metrics.summary("corridor.ledger.queue.transfers");
        this.turnedAway = metrics.counter("corridor.ledger.turned.away");
    }

    /**
     * Books the posting, or answers why not.
     *
     * @return fails with unavailable when it was not decided, or when it can't be known whether it was; a repeat under
     *     the same id is safe
     */
    public Future<Outcome> post(Posting posting) {
        int transfers = posting.transfers().size();
        if (queuedTransfers + transfers > limits.queuedTransfers()) {
            turnedAway.increment();
            return Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "Too many postings are waiting."));
        }
        var waiting = new Waiting(posting, Correlation.current(), vertx.getOrCreateContext(), Promise.promise());
        queue.add(waiting);
        queuedTransfers += transfers;
        loop.runOnContext(turn -> writeBatches());
        return waiting.answer.future();
    }

    private void writeBatches() {
        while (batchesInFlight < limits.batchesInFlight() && !queue.isEmpty()) {
            write(nextBatch());
        }
    }

    private List<Waiting> nextBatch() {
        queueTransfers.record(queuedTransfers);
        var batch = new ArrayList<Waiting>();
        int transfers = 0;
        do {
            var next = queue.remove();
            batch.add(next);
            transfers += next.transfers();
        } while (!queue.isEmpty() && transfers + queue.peek().transfers() <= limits.batchTransfers());
        queuedTransfers -= transfers;
        batchTransfers.record(transfers);
        return batch;
    }

    private void write(List<Waiting> batch) {
        batchesInFlight++;
        attempt(batch, 1)
                .timeout(limits.batchTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(decision -> answer(batch, decision))
                .onFailure(failure -> answerUnknown(batch, failure))
                .onComplete(done -> {
                    batchesInFlight--;
                    writeBatches();
                });
    }

    private Future<Decision> attempt(List<Waiting> batch, int attempt) {
        return database.transaction(connection -> writeIn(connection, batch))
                .recover(failure -> Database.isUniqueViolation(failure) && attempt < MAX_ATTEMPTS
                        ? attempt(batch, attempt + 1)
                        : Future.failedFuture(failure));
    }

    private Future<Decision> writeIn(SqlConnection connection, List<Waiting> batch) {
        return readBooks(connection, batch)
                .map(books -> books.decide(
                        batch.stream().map(Waiting::posting).toList(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS)))
                .compose(decision -> writeNew(connection, batch, decision).map(decision));
    }

    /** The three reads are sent together and run one after the other: the second and third see what the locks waited for. */
    private Future<Books> readBooks(SqlConnection connection, List<Waiting> batch) {
        var locked = accounts.lock(connection, accountIds(batch));
        var booked = postings.find(connection, postingIds(batch));
        var taken = postings.taken(connection, transferIds(batch));
        return Future.all(locked, booked, taken)
                .map(read -> new Books(locked.result(), booked.result(), taken.result()));
    }

    private Future<?> writeNew(SqlConnection connection, List<Waiting> batch, Decision decision) {
        var fresh = freshPostings(batch, decision);
        if (fresh.isEmpty()) {
            return Future.succeededFuture();
        }
        return Future.all(
                accounts.update(connection, decision.changedAccounts()),
                postings.append(connection, fresh),
                appendEvents(connection, fresh));
    }

    private Future<Void> appendEvents(SqlConnection connection, List<FreshPosting> fresh) {
        var events = new ArrayList<OutboxEvent>();
        var correlationIds = new ArrayList<String>();
        for (var each : fresh) {
            var ofPosting = TransferEvents.of(each.posting());
            events.addAll(ofPosting);
            correlationIds.addAll(Collections.nCopies(ofPosting.size(), each.correlationId()));
        }
        return outbox.append(connection, events, correlationIds);
    }

    private static List<FreshPosting> freshPostings(List<Waiting> batch, Decision decision) {
        var fresh = new ArrayList<FreshPosting>();
        for (int i = 0; i < batch.size(); i++) {
            if (decision.outcomes().get(i) instanceof Posted posted && !posted.replayed()) {
                fresh.add(new FreshPosting(posted.posting(), batch.get(i).correlationId()));
            }
        }
        return fresh;
    }

    private static void answer(List<Waiting> batch, Decision decision) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).complete(decision.outcomes().get(i));
        }
    }

    /** A commit whose answer was lost may have happened, so nobody is told that it did not. */
    private static void answerUnknown(List<Waiting> batch, Throwable failure) {
        LOG.atError().addKeyValue("postings", batch.size()).setCause(failure).log("batch not written");
        var problem = Problem.of(
                StandardError.UNAVAILABLE,
                "The posting could not be confirmed. Repeat it under the same id; it will not happen twice.");
        batch.forEach(waiting -> waiting.fail(problem));
    }

    private static Set<UUID> accountIds(List<Waiting> batch) {
        return transfers(batch)
                .flatMap(transfer -> Stream.of(transfer.debitAccountId(), transfer.creditAccountId()))
                .collect(Collectors.toSet());
    }

    private static Set<UUID> transferIds(List<Waiting> batch) {
        return transfers(batch).map(Transfer::id).collect(Collectors.toSet());
    }

    private static Set<UUID> postingIds(List<Waiting> batch) {
        return batch.stream().map(waiting -> waiting.posting().id()).collect(Collectors.toSet());
    }

    private static Stream<Transfer> transfers(List<Waiting> batch) {
        return batch.stream().flatMap(waiting -> waiting.posting().transfers().stream());
    }
}
