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
 * Holds every tick against the alerts that wait for one, in the process that runs the engine; and tells the event loops of every
 * process which alerts were triggered. Looks into the database once a second, and when it is told to. One a process.
 */
public final class AlertVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AlertVerticle.class);
    private static final String CHANGED = "corridor.forex.alerts.changed";
    private static final long LOOK_MS = 1_000;
    /** Alerts that were deleted, or have expired, are held in memory until then. */
    private static final long RELOAD_MS = 60_000;

    private static final long REMOVE_OLD_MS = 3_600_000;
    private static final int LATELY_S = 10;
    private static final int READ_AT_ONCE = 1_000;
    private static final int TRIGGERED_AT_ONCE = 200;
    private static final int KEPT_DAYS = 30;
    private static final int REMEMBERED = 10_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final TickLog tape;
    private final AlertNotifications news;
    private final DatabaseSettings databaseSettings;
    private final Map<Pair, Tick> latest = new HashMap<>();
    private final Deque<AlertIndex.Hit> hits = new ArrayDeque<>();
    /** Those that were told, so that none is told twice. */
    private final Map<UUID, Boolean> told = new LinkedHashMap<>();

    private Database database;
    private AlertTable alerts;
    /** Null while another process watches. */
    private AlertIndex index;

    private boolean reload;
    private boolean triggering;
    private boolean looking;
    private boolean lookAgain;
    private boolean failing;

    public AlertVerticle(TickLog tape, AlertNotifications news, DatabaseSettings databaseSettings) {
        this.tape = tape;
        this.news = news;
        this.databaseSettings = databaseSettings.withPoolSize(1);
    }

    /** Has this process look into the table at once. */
    public static void tellChanged(Vertx vertx) {
        vertx.eventBus().publish(CHANGED, "");
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        alerts = new AlertTable(database);
        vertx.setPeriodic(LOOK_MS, due -> look());
        vertx.setPeriodic(RELOAD_MS, due -> reload = true);
        vertx.setPeriodic(REMOVE_OLD_MS, due -> removeOld());
        vertx.eventBus().<String>consumer(CHANGED, changed -> look());
        return vertx.eventBus()
                .<TickBatch>consumer(
                        TickBatch.PUBLISHED, batch -> take(batch.body().ticks()))
                .completion()
                .compose(listening -> alerts.triggeredLately(LATELY_S))
                .onSuccess(past -> past.forEach(alert -> told.put(alert.id(), true)));
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

    private void look() {
        if (looking) {
            lookAgain = true;
            return;
        }
        looking = true;
        lookAgain = false;
        watch().compose(watching -> tell())
                .onSuccess(looked -> failing = false)
                .onFailure(this::note)
                .onComplete(looked -> {
                    looking = false;
                    if (lookAgain && looked.succeeded()) {
                        look();
                    }
                });
        trigger();
    }

    private Future<Void> watch() {
        if (!tape.runsEngine()) {
            index = null;
            hits.clear();
            return Future.succeededFuture();
        }
        if (index == null || reload) {
            reload = false;
            return load(new AlertIndex(), FIRST);
        }
        return alerts.madeLately(LATELY_S).map(made -> {
            watch(made);
            return null;
        });
    }

    /** All that wait. Those that are made meanwhile come last, or are found when it looks next. */
    private Future<Void> load(AlertIndex loading, UUID after) {
        return alerts.active(after, READ_AT_ONCE).compose(page -> {
            page.forEach(loading::add);
            if (page.size() == READ_AT_ONCE) {
                return load(loading, page.get(page.size() - 1).id());
            }
            index = loading;
            latest.values().forEach(tick -> hits.addAll(index.take(tick)));
            trigger();
            return Future.succeededFuture();
        });
    }

    /** Each is held against the price there is, as if it were the next. */
    private void watch(Collection<Alert> made) {
        for (var alert : made) {
            var tick = latest.get(alert.terms().pair());
            if (index.add(alert) && tick != null) {
                hits.addAll(index.take(tick));
            }
        }
        trigger();
    }

    /** What can't be written stays, and is tried again when it looks next. */
    private void trigger() {
        if (triggering || hits.isEmpty()) {
            return;
        }
        triggering = true;
        var batch = new ArrayList<AlertIndex.Hit>();
        while (!hits.isEmpty() && batch.size() < TRIGGERED_AT_ONCE) {
            batch.add(hits.removeFirst());
        }
        alerts.trigger(batch)
                .onFailure(failure -> {
                    hits.addAll(batch);
                    note(failure);
                })
                .onComplete(over -> triggering = false)
                .onSuccess(triggered -> {
                    look();
                    trigger();
                });
    }

    private Future<Void> tell() {
        return alerts.triggeredLately(LATELY_S).map(triggered -> {
            for (var alert : triggered) {
                if (told.put(alert.id(), true) == null) {
                    news.tell(alert);
                }
            }
            forgetSome();
            return null;
        });
    }

    private void forgetSome() {
        var oldest = told.keySet().iterator();
        for (int tooMany = told.size() - REMEMBERED; tooMany > 0; tooMany--) {
            oldest.next();
            oldest.remove();
        }
    }

    private void removeOld() {
        if (tape.runsEngine()) {
            alerts.removeOld(KEPT_DAYS, READ_AT_ONCE).onFailure(this::note);
        }
    }

    /** The first of several in a row. */
    private void note(Throwable failure) {
        if (!failing) {
            LOG.atWarn().setCause(failure).log("alerts cannot be looked after just now");
        }
        failing = true;
    }
}
