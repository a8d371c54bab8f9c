package dev.corridor.forex.alert.usecase;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.alert.domain.AlertIndex;
import dev.corridor.forex.alert.store.AlertTable;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Triggers alerts in the process that runs the engine, and notifies the event loops of every process of triggered alerts. Polls the
 * database once a second, and when this process has created an alert. One per process.
 */
public final class AlertVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AlertVerticle.class);
    private static final String CHANGED = "corridor.forex.alerts.changed";
    private static final long POLL_MS = 1_000;
    /** Interval at which alerts that were deleted or have expired are removed from memory. */
    private static final long RELOAD_MS = 60_000;

    private static final int RECENT_S = 10;
    private static final int READ_BATCH = 1_000;
    private static final int TRIGGER_BATCH = 200;
    private static final int MAX_NOTIFIED = 10_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final TickLog tickLog;
    private final AlertNotifications notifications;
    private final DatabaseSettings databaseSettings;
    private final Map<Pair, Tick> latest = new HashMap<>();
    private final Deque<AlertIndex.Hit> hits = new ArrayDeque<>();
    /** Alerts of which listeners were notified, so that none is published twice. */
    private final Map<UUID, Boolean> notified = new LinkedHashMap<>();

    private Database database;
    private AlertTable alerts;
    /** Null while another process runs the engine. */
    private AlertIndex index;

    private boolean reload;
    private boolean triggering;
    private boolean polling;
    private boolean pollAgain;
    private boolean failing;

    public AlertVerticle(TickLog tickLog, AlertNotifications notifications, DatabaseSettings databaseSettings) {
        this.tickLog = tickLog;
        this.notifications = notifications;
        this.databaseSettings = databaseSettings.withPoolSize(1);
    }

    /** Makes this process poll the database at once. */
    public static void publishChange(Vertx vertx) {
        vertx.eventBus().publish(CHANGED, "");
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        alerts = new AlertTable(database);
        vertx.setPeriodic(POLL_MS, due -> poll());
        vertx.setPeriodic(RELOAD_MS, due -> reload = true);
        vertx.eventBus().<String>consumer(CHANGED, changed -> poll());
        return vertx.eventBus()
                .<TickBatch>consumer(
                        TickBatch.PUBLISHED, batch -> take(batch.body().ticks()))
                .completion()
                .compose(listening -> alerts.recentlyTriggered(RECENT_S))
                .onSuccess(past -> past.forEach(alert -> notified.put(alert.id(), true)));
    }

    @Override
    public Future<?> stop() {
        return database.close();
    }

    private void take(List<Tick> ticks) {
        for (var tick : ticks) {
            latest.put(tick.pair(), tick);
            if (index != null) {
                hits.addAll(index.take(tick));
            }
        }
        trigger();
    }

    private void poll() {
        if (polling) {
            pollAgain = true;
            return;
        }
        polling = true;
        pollAgain = false;
        updateIndex()
                .compose(updated -> notifyListeners())
                .onSuccess(polled -> failing = false)
                .onFailure(this::logFirst)
                .onComplete(polled -> {
                    polling = false;
                    if (pollAgain && polled.succeeded()) {
                        poll();
                    }
                });
        trigger();
    }

    private Future<Void> updateIndex() {
        if (!tickLog.runsEngine()) {
            index = null;
            hits.clear();
            return Future.succeededFuture();
        }
        if (index == null || reload) {
            reload = false;
            return load(new AlertIndex(), FIRST);
        }
        return alerts.recentlyCreated(RECENT_S).map(created -> {
            index(created);
            return null;
        });
    }

    /** Loads all active alerts by id. Alerts created meanwhile come last, or are found by the next poll. */
    private Future<Void> load(AlertIndex loading, UUID after) {
        return alerts.active(after, READ_BATCH).compose(page -> {
            page.forEach(loading::add);
            if (page.size() == READ_BATCH) {
                return load(loading, page.get(page.size() - 1).id());
            }
            index = loading;
            latest.values().forEach(tick -> hits.addAll(index.take(tick)));
            trigger();
            return Future.succeededFuture();
        });
    }

    /** Adds created alerts to the index and compares them with the latest price. */
    private void index(Collection<Alert> created) {
        for (var alert : created) {
            var tick = latest.get(alert.terms().pair());
            if (index.add(alert) && tick != null) {
                hits.addAll(index.take(tick));
            }
        }
        trigger();
    }

    /** Triggers the hits in the database. Hits that could not be written are repeated at the next poll. */
    private void trigger() {
        if (triggering || hits.isEmpty()) {
            return;
        }
        triggering = true;
        var batch = new ArrayList<AlertIndex.Hit>();
        while (!hits.isEmpty() && batch.size() < TRIGGER_BATCH) {
            batch.add(hits.removeFirst());
        }
        alerts.trigger(batch)
                .onFailure(failure -> {
                    hits.addAll(batch);
                    logFirst(failure);
                })
                .onComplete(over -> triggering = false)
                .onSuccess(triggered -> {
                    poll();
                    trigger();
                });
    }

    private Future<Void> notifyListeners() {
        return alerts.recentlyTriggered(RECENT_S).map(triggered -> {
            for (var alert : triggered) {
                if (notified.put(alert.id(), true) == null) {
                    notifications.publish(alert);
                }
            }
            evictNotified();
            return null;
        });
    }

    private void evictNotified() {
        var oldest = notified.keySet().iterator();
        for (int tooMany = notified.size() - MAX_NOTIFIED; tooMany > 0; tooMany--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Logs the first of several failures in a row. */
    private void logFirst(Throwable failure) {
        if (!failing) {
            LOG.atWarn().setCause(failure).log("alerts cannot be read or triggered");
        }
        failing = true;
    }
}
