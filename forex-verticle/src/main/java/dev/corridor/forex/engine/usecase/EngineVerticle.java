package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.engine.client.EngineFollower;
import dev.corridor.forex.engine.domain.LeaseTerm;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.domain.TickSource;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.forex.engine.store.EngineLease;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verticle that makes ticks while this process holds the lease, and follows the holder while it does not. Its
 * deployment completes when every pair has a price. One a process. The package comment of {@code engine} shows the
 * states of the lease.
 */
public final class EngineVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EngineVerticle.class);
    private static final long CHECK_LEASE_MS = 500;
    private static final long RENEW_LEASE_MS = 1_000;
    /** Time for which steps are reserved in advance. */
    private static final Duration RESERVATION = Duration.ofSeconds(10);

    private final UUID id;
    private final EngineSettings settings;
    private final DatabaseSettings databaseSettings;
    private final TokenSettings tokenSettings;
    private final TickSource source;
    private final TickLog log;
    private final Clock clock;
    private Database database;
    private EngineLease lease;
    private EngineFollower follower;
    /** Null while this process does not hold the lease. */
    private LeaseTerm term;

    private boolean checking;
    private boolean renewing;
    private boolean failing;
    private boolean stopping;

    /** @param id of this run of this process */
    public EngineVerticle(
            UUID id,
            EngineSettings settings,
            DatabaseSettings databaseSettings,
            TokenSettings tokenSettings,
            TickSource source,
            TickLog log,
            Clock clock) {
        this.id = id;
        this.settings = settings;
        this.databaseSettings = databaseSettings.withPoolSize(1);
        this.tokenSettings = tokenSettings;
        this.source = source;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        lease = new EngineLease(database);
        follower = new EngineFollower(vertx, log.history(), log::publish, tokens());
        vertx.eventBus()
                .consumer(
                        TickBatch.LATEST,
                        request -> request.reply(
                                new TickBatch(log.step(), log.history().newest())));
        checkLease();
        vertx.setPeriodic(CHECK_LEASE_MS, due -> checkLease());
        vertx.setPeriodic(RENEW_LEASE_MS, due -> renewLease());
        vertx.setPeriodic(settings.tickInterval().toMillis(), due -> step());
        return log.ready();
    }

    /** Returns the tokens for calls to other processes of this service, if it has credentials. */
    private Optional<ServiceTokens> tokens() {
        return tokenSettings.own().map(credentials -> new ServiceTokens(vertx, tokenSettings, clock, Scope.FOREX_READ));
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        follower.stop();
        return releaseLease().onFailure(this::logFirst).transform(released -> database.close());
    }

    private Future<?> releaseLease() {
        if (term == null) {
            return Future.succeededFuture();
        }
        var last = term.session().checkpoint();
        endTerm();
        return lease.release(id, last);
    }

    private void endTerm() {
        term.session().close();
        term = null;
        log.setRunsEngine(false);
    }

    private void checkLease() {
        if (term == null && !checking && !stopping) {
            checking = true;
            lease.read()
                    .compose(this::acquireOrFollow)
                    .onSuccess(checked -> failing = false)
                    .onFailure(this::logFirst)
                    .onComplete(checked -> checking = false);
        }
    }

    private Future<?> acquireOrFollow(EngineLease.Standing standing) {
        log.history().setEpoch(standing.epoch());
        var holder = standing.holder();
        if (holder.isEmpty()) {
            return lease.acquire(id, settings.address())
                    .compose(acquired -> acquired.map(this::openSession).orElse(Future.succeededFuture()));
        }
        // After a restart the row has this process's own address until the lease of the previous run expires.
        if (!stopping && !holder.get().equals(settings.address())) {
            follower.follow(holder.get());
        }
        return Future.succeededFuture();
    }

    private Future<Void> openSession(EngineLease.Acquired acquired) {
        follower.stop();
        var start = startFor(acquired);
        return vertx.executeBlocking(() -> source.open(start)).compose(this::startTerm);
    }

    /**
     * Returns the step from which no sequence number is published twice. A process that has followed up to the
     * checkpoint continues from its own last tick; any other skips all steps that may have been published, so that
     * sequence numbers rise by more than one.
     */
    private TickSource.Start startFor(EngineLease.Acquired acquired) {
        boolean isUpToDate =
                log.step() > 0 && log.step() >= acquired.checkpoint().step();
        return isUpToDate
                ? new TickSource.Start(
                        acquired.checkpoint(), log.step(), log.history().newest())
                : new TickSource.Start(acquired.checkpoint(), acquired.reservedStep(), List.of());
    }

    /** Stores the first reservation, and makes ticks only when it is stored. */
    private Future<Void> startTerm(TickSource.Session session) {
        long sentAtNanos = System.nanoTime();
        long reservedStep = reserve(session);
        return lease.renew(id, session.checkpoint(), reservedStep)
                .onFailure(unwritten -> session.close())
                .map(isHolder -> {
                    if (isHolder && !stopping) {
                        LOG.atInfo().addKeyValue("step", session.step()).log("this process runs the tick engine");
                        term = new LeaseTerm(session, reservedStep, sentAtNanos);
                        log.setRunsEngine(true);
                        log.publish(new TickBatch(session.step(), session.lastTicks(clock.instant())));
                        step();
                    } else {
                        session.close();
                    }
                    return null;
                });
    }

    private long reserve(TickSource.Session session) {
        return session.step() + Math.max(1, RESERVATION.dividedBy(settings.tickInterval()));
    }

    private void step() {
        if (term == null) {
            return;
        }
        if (!term.isSafe(System.nanoTime())) {
            LOG.warn("the tick engine's lease could not be renewed; another process may hold it");
            endTerm();
        } else if (term.mayStep()) {
            term.session().next(clock.instant().truncatedTo(ChronoUnit.MILLIS)).ifPresent(log::publish);
        }
    }

    private void renewLease() {
        if (term != null && !renewing) {
            renewing = true;
            renew(term)
                    .onSuccess(renewed -> failing = false)
                    .onFailure(this::logFirst)
                    .onComplete(renewed -> renewing = false);
        }
    }

    private Future<Void> renew(LeaseTerm current) {
        long sentAtNanos = System.nanoTime();
        long reservedStep = reserve(current.session());
        return lease.renew(id, current.session().checkpoint(), reservedStep).map(isHolder -> {
            if (isHolder) {
                current.renewed(reservedStep, sentAtNanos);
            } else if (term == current) {
                LOG.warn("another process has taken the tick engine's lease");
                endTerm();
            }
            return null;
        });
    }

    /** Logs the first of several failures in a row. */
    private void logFirst(Throwable failure) {
        if (!failing) {
            LOG.atWarn().setCause(failure).log("the tick engine's lease cannot be read or written");
        }
        failing = true;
    }
}
