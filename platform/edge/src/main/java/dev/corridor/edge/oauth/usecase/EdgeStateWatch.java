package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.store.RevocationLog;
import dev.corridor.edge.oauth.store.RevocationLog.Entry;
import dev.corridor.edge.oauth.store.RevocationLog.State;
import dev.corridor.edge.oauth.store.SubscriptionTable;
import dev.corridor.kit.concurrency.RepeatedJob;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Revocation;
import dev.corridor.kit.identity.Revocations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Keeps in memory what every request is checked against: revocations and plans. It reads one row of the database five times a
 * second, and the rest only when that row has changed. Belongs to one verticle.
 */
public final class EdgeStateWatch {
    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final int BATCH = 1_000;
    private static final int MAX_WAITING = 1_000;

    private final Vertx vertx;
    private final RevocationLog log;
    private final SubscriptionTable table;
    private final Revocations revocations;
    private final SubscribedPlans subscriptions;
    private final Clock clock;
    private final RepeatedJob job;
    private final NavigableMap<Long, Revocation> byPosition = new TreeMap<>();
    private final List<Promise<Void>> waiting = new ArrayList<>();
    private State known = new State(new UUID(0, 0), 0, -1);
    private Future<Void> refreshing = Future.succeededFuture();
    private boolean stopping;

    /**
     * Answer to a service that asks for revocations.
     *
     * @param isComplete whether it is the whole list, which replaces what the service knows
     */
    public record Changes(String cursor, boolean isComplete, List<Revocation> revocations) {}

    public EdgeStateWatch(
            Vertx vertx, Stores stores, Revocations revocations, SubscribedPlans subscriptions, Clock clock) {
        this.vertx = vertx;
        this.log = stores.revocations();
        this.table = stores.subscriptions();
        this.revocations = revocations;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.job = new RepeatedJob(
                vertx, "edge state not read", PERIOD, () -> refresh().map(false));
    }

    /** Reads everything once, and then watches it. */
    public Future<Void> start() {
        return refresh().onSuccess(read -> job.start());
    }

    public void endWaiting() {
        stopping = true;
        List.copyOf(waiting).forEach(Promise::tryComplete);
    }

    public Future<?> stop() {
        return job.stop();
    }

    /** Reads what has changed. It begins after any read in flight, which may have missed the caller's own change. */
    public Future<Void> refresh() {
        refreshing = refreshing.transform(previous -> log.state().compose(this::read));
        return refreshing;
    }

    /** Returns the revocations after a cursor, at once if there are any. @param cursor "": all */
    public Future<Changes> changesAfter(String cursor, Duration patience) {
        if (stopping) {
            return Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "The edge stops."));
        }
        var changes = changes(cursor);
        boolean isAnswer = changes.isComplete() || !changes.revocations().isEmpty();
        if (isAnswer || patience.isZero() || waiting.size() >= MAX_WAITING) {
            return Future.succeededFuture(changes);
        }
        Promise<Void> changed = Promise.promise();
        waiting.add(changed);
        long timer = vertx.setTimer(patience.toMillis(), due -> changed.tryComplete());
        return changed.future().map(woken -> {
            vertx.cancelTimer(timer);
            waiting.remove(changed);
            return changes(cursor);
        });
    }

    private Changes changes(String cursor) {
        String epoch = known.epoch() + ".";
        String current = epoch + known.revocationPosition();
        if (!cursor.startsWith(epoch)) {
            return new Changes(current, true, List.copyOf(byPosition.values()));
        }
        long after = positionOf(cursor.substring(epoch.length()));
        return new Changes(
                current, false, List.copyOf(byPosition.tailMap(after, false).values()));
    }

    /** A position that nobody was given counts as the start. */
    private static long positionOf(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    private Future<Void> read(State current) {
        boolean isNewDatabase = !current.epoch().equals(known.epoch());
        if (isNewDatabase) {
            byPosition.clear();
            known = new State(current.epoch(), 0, -1);
        }
        boolean isNews = isNewDatabase || current.revocationPosition() != known.revocationPosition();
        return readRevocations(current, isNewDatabase)
                .compose(read -> current.subscriptionsVersion() == known.subscriptionsVersion()
                        ? Future.succeededFuture()
                        : readSubscriptions())
                .map(read -> {
                    long last = byPosition.isEmpty() ? 0 : byPosition.lastKey();
                    known = new State(
                            current.epoch(),
                            Math.max(current.revocationPosition(), last),
                            current.subscriptionsVersion());
                    if (isNews) {
                        List.copyOf(waiting).forEach(Promise::tryComplete);
                    }
                    return null;
                });
    }

    private Future<Void> readRevocations(State current, boolean isNewDatabase) {
        if (current.revocationPosition() == known.revocationPosition()) {
            forgetExpired();
            if (isNewDatabase) {
                revocations.replace(List.of());
            }
            return Future.succeededFuture();
        }
        return readAfter(known.revocationPosition()).map(entries -> {
            entries.forEach(entry -> byPosition.put(entry.position(), entry.revocation()));
            forgetExpired();
            if (isNewDatabase) {
                revocations.replace(List.copyOf(byPosition.values()));
            } else {
                revocations.add(entries.stream().map(Entry::revocation).toList());
            }
            return null;
        });
    }

    private Future<List<Entry>> readAfter(long position) {
        return log.after(position, BATCH).compose(entries -> {
            if (entries.size() < BATCH) {
                return Future.succeededFuture(entries);
            }
            return readAfter(entries.get(BATCH - 1).position()).map(more -> {
                var all = new ArrayList<>(entries);
                all.addAll(more);
                return all;
            });
        });
    }

    private Future<Void> readSubscriptions() {
        var plans = table.clientPlans();
        var platform = table.platformClients();
        return Future.all(plans, platform).map(read -> {
            subscriptions.replace(plans.result(), platform.result());
            return null;
        });
    }

    private void forgetExpired() {
        long now = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
        byPosition.values().removeIf(revocation -> revocation.expiresAtSeconds() < now);
        revocations.removeExpired(now);
    }
}
