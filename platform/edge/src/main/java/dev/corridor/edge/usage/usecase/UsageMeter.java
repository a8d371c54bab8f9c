package dev.corridor.edge.usage.usecase;

import dev.corridor.edge.usage.domain.Usage;
import dev.corridor.edge.usage.domain.UsageKey;
import dev.corridor.edge.usage.journal.JournalFolder;
import dev.corridor.edge.usage.journal.UsageJournal;
import dev.corridor.edge.usage.store.UsageTable;
import dev.corridor.kit.concurrency.RepeatedJob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meter that counts billable calls in a journal on this machine and settles them in the database in the background (ADR 25). Belongs
 * to one verticle.
 */
public final class UsageMeter {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** Longer than an edge stands still that ended between settling a journal and removing its file. */
    private static final Duration ENDED_KEPT = Duration.ofDays(400);

    private static final int KEYS_MAX = 100_000;

    private final Vertx vertx;
    private final JournalFolder folder;
    private final UsageTable table;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final RepeatedJob job;
    /** Calls of other journals, as of the last settlement, for the keys that this one has seen. */
    private final Map<UsageKey, Long> callsOfOthers = new HashMap<>();

    private final Map<UsageKey, Integer> inFlight = new HashMap<>();
    private final Map<UsageKey, Long> lastWritten = new HashMap<>();
    private final Set<UsageKey> seen = new HashSet<>();
    private UsageJournal journal;
    private Future<Void> settling = Future.succeededFuture();
    private boolean isUncounted;

    public UsageMeter(Vertx vertx, JournalFolder folder, UsageTable table, Clock clock, Supplier<UUID> ids) {
        this.vertx = vertx;
        this.folder = folder;
        this.table = table;
        this.clock = clock;
        this.ids = ids;
        this.job = new RepeatedJob(vertx, "usage not settled", PERIOD, () -> settle().map(false));
    }

    /** Opens a journal and settles those of processes that have ended. */
    public Future<Void> start() {
        return open().compose(opened -> settleOrphans())
                .compose(settled -> table.forgetEndedBefore(clock.instant().minus(ENDED_KEPT)))
                .onSuccess(settled -> job.start());
    }

    /** The current calendar month, which is UTC's everywhere. */
    public YearMonth month() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    /**
     * Returns the calls under a key: those of this event loop, answered or not, and those that the others had settled when this one
     * last read them, at most a second ago.
     */
    public long calls(UsageKey key) {
        seen.add(key);
        return callsOfOthers.getOrDefault(key, 0L) + journal.calls(key) + inFlight.getOrDefault(key, 0);
    }

    /** Completes when the calls that others have settled under a key are known: at once, but for the first call of a key. */
    public Future<Void> known(UsageKey key) {
        if (callsOfOthers.containsKey(key)) {
            return Future.succeededFuture();
        }
        var current = journal;
        return table.callsOfOthers(current.id(), List.of(key))
                .onSuccess(calls -> callsOfOthers.merge(key, calls.getOrDefault(key, 0L), Math::max))
                .onFailure(unreachable -> LOG.atWarn().setCause(unreachable).log("usage not read, quota not checked"))
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Notes a call that has been admitted and is not answered yet. {@link #finished} must follow. */
    public void started(UsageKey key) {
        inFlight.merge(key, 1, Integer::sum);
    }

    public void finished(UsageKey key) {
        inFlight.computeIfPresent(key, (same, calls) -> calls == 1 ? null : calls - 1);
    }

    /** Counts a call before its response is written: whoever has the response has been counted, also if the process is killed now. */
    public void count(UsageKey key) {
        if (!journal.count(key) && !isUncounted) {
            isUncounted = true;
            LOG.atError()
                    .addKeyValue("application", key.application())
                    .log("usage journal full, calls are not counted");
        }
    }

    /**
     * Writes what has been counted since the last time, and reads what others have counted. One settlement runs at a time: one that
     * wrote rows of a journal after its end would count them twice.
     */
    public Future<Void> settle() {
        settling = settling.transform(previous -> settleNow());
        return settling;
    }

    private Future<Void> settleNow() {
        var current = journal;
        var changed = current.usages().stream()
                .filter(usage -> lastWritten.getOrDefault(usage.key(), 0L) != usage.calls())
                .toList();
        return table.write(current.id(), changed)
                .onSuccess(written -> changed.forEach(usage -> lastWritten.put(usage.key(), usage.calls())))
                .compose(written -> readOthers(current))
                .compose(read -> current.isNearlyFull() ? rotate() : Future.succeededFuture());
    }

    private Future<Void> readOthers(UsageJournal current) {
        YearMonth thisMonth = month();
        seen.removeIf(key -> key.month().isBefore(thisMonth));
        callsOfOthers.keySet().removeIf(key -> key.month().isBefore(thisMonth));
        if (seen.size() > KEYS_MAX) {
            seen.clear();
        }
        return table.callsOfOthers(current.id(), List.copyOf(seen))
                .onSuccess(callsOfOthers::putAll)
                .mapEmpty();
    }

    private Future<Void> rotate() {
        var full = journal;
        full.usages().forEach(usage -> callsOfOthers.merge(usage.key(), usage.calls(), Long::sum));
        return open().compose(opened -> end(full, full.usages()));
    }

    private Future<Void> open() {
        return vertx.executeBlocking(() -> folder.create(ids.get()), false)
                .onSuccess(created -> {
                    journal = created;
                    lastWritten.clear();
                    isUncounted = false;
                })
                .mapEmpty();
    }

    private Future<Void> settleOrphans() {
        return vertx.executeBlocking(folder::orphans, false).compose(orphans -> {
            var settlements = new ArrayList<Future<Void>>();
            for (UsageJournal orphan : orphans) {
                List<Usage> usages = orphan.usages();
                settlements.add(end(orphan, usages).onSuccess(settled -> LOG.atInfo()
                        .addKeyValue("journal", orphan.id())
                        .addKeyValue(
                                "calls", usages.stream().mapToLong(Usage::calls).sum())
                        .log("usage of an ended process settled")));
            }
            return Future.join(settlements).mapEmpty();
        });
    }

    private Future<Void> end(UsageJournal ended, List<Usage> usages) {
        return table.end(ended.id(), usages, clock.instant())
                .compose(settled -> vertx.executeBlocking(
                        () -> {
                            ended.delete();
                            return null;
                        },
                        false));
    }

    /** Settles everything. What cannot be settled stays in the journal, for the next process. */
    public Future<Void> stop() {
        if (journal == null) {
            return Future.succeededFuture();
        }
        return job.stop()
                .transform(stopped -> settling)
                .transform(settled -> end(journal, journal.usages()))
                .recover(unreachable -> vertx.executeBlocking(
                        () -> {
                            journal.close();
                            return null;
                        },
                        false));
    }
}
