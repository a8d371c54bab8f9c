package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.engine.client.EngineFollower;
import dev.corridor.forex.engine.domain.LeaseTerm;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.domain.TickSource;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.forex.engine.store.EngineLease;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.identity.ServiceTokens;
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
 * Makes ticks from its source while this process holds the lease, and follows the process that does while it does not. Deployed
 * when every pair has a price. One a process.
 */
public final class EngineVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EngineVerticle.class);
    private static final long LOOK_MS = 500;
    private static final long RENEW_MS = 1_000;
    private static final Duration RESERVE = Duration.ofSeconds(10);

    private final UUID id;
    private final HostPort address;
    private final DatabaseSettings databaseSettings;
    private final Optional<ServiceTokens> tokens;
    private final TickSource source;
    private final TickLog tape;
    private final Duration interval;
    private final Clock clock;
    private Database database;
    private EngineLease lease;
    private EngineFollower follower;
    /** Null while another process holds the lease. */
    private LeaseTerm term;

    private boolean looking;
    private boolean renewing;
    private boolean failing;
    private boolean stopping;

    /**
     * @param id of this process, this time
     * @param address where other processes reach its gRPC door
     * @param tokens empty: it can hold the lease, but not follow
     */
    public EngineVerticle(
            UUID id,
            HostPort address,
            DatabaseSettings databaseSettings,
            Optional<ServiceTokens> tokens,
            TickSource source,
            TickLog tape,
            Duration interval,
            Clock clock) {
        this.id = id;
        this.address = address;
        this.databaseSettings = databaseSettings.withPoolSize(1);
        this.tokens = tokens;
        this.source = source;
        this.tape = tape;
        this.interval = interval;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        lease = new EngineLease(database);
        follower = new EngineFollower(vertx, tape, tokens);
        vertx.eventBus()
                .consumer(
                        TickBatch.LATEST,
                        ask -> ask.reply(
                                new TickBatch(tape.step(), tape.history().newest())));
        look();
        vertx.setPeriodic(LOOK_MS, due -> look());
        vertx.setPeriodic(RENEW_MS, due -> renew());
        vertx.setPeriodic(interval.toMillis(), due -> step());
        return tape.begun();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        follower.leave();
        return giveUp().onFailure(this::note).transform(given -> database.close());
    }

    private Future<?> giveUp() {
        if (term == null) {
            return Future.succeededFuture();
        }
        var last = term.session().checkpoint();
        endTerm();
        return lease.giveUp(id, last);
    }

    private void endTerm() {
        term.session().close();
        term = null;
        tape.own(false);
    }

    private void look() {
        if (term == null && !looking && !stopping) {
            looking = true;
            lease.holder()
                    .compose(this::takeOrFollow)
                    .onSuccess(looked -> failing = false)
                    .onFailure(this::note)
                    .onComplete(looked -> looking = false);
        }
    }

    private Future<?> takeOrFollow(Optional<HostPort> holder) {
        if (holder.isEmpty()) {
            return lease.take(id, address)
                    .compose(taken -> taken.map(this::begin).orElse(Future.succeededFuture()));
        }
        // Its own address is in the row after a restart, until what it held before has run out.
        if (!stopping && !holder.get().equals(address)) {
            follower.follow(holder.get());
        }
        return Future.succeededFuture();
    }

    /** Goes to where no number can be given out twice, writes down how far it will go from there, and only then ticks. */
    private Future<Void> begin(EngineLease.Taken taken) {
        follower.leave();
        return source.open(firstFree(taken)).compose(this::enter);
    }

    /**
     * Whoever has followed goes on where it is. Whoever has not, or not lately, passes over all that may have been told: the
     * numbers rise then, by more than one.
     */
    private TickSource.Beginning firstFree(EngineLease.Taken taken) {
        boolean isUpToDate =
                tape.step() > 0 && tape.step() >= taken.checkpoint().step();
        return isUpToDate
                ? new TickSource.Beginning(
                        taken.checkpoint(), tape.step(), tape.history().newest())
                : new TickSource.Beginning(taken.checkpoint(), taken.reservedStep(), List.of());
    }

    private Future<Void> enter(TickSource.Session session) {
        long sentAtNanos = System.nanoTime();
        long reservedStep = reserve(session);
        return lease.renew(id, session.checkpoint(), reservedStep)
                .onFailure(unwritten -> session.close())
                .map(ours -> {
                    if (ours && !stopping) {
                        LOG.atInfo().addKeyValue("step", session.step()).log("this process makes the ticks");
                        term = new LeaseTerm(session, reservedStep, sentAtNanos);
                        tape.own(true);
                        tape.publish(new TickBatch(session.step(), session.standing(clock.instant())));
                        step();
                    } else {
                        session.close();
                    }
                    return null;
                });
    }

    private long reserve(TickSource.Session session) {
        return session.step() + Math.max(1, RESERVE.dividedBy(interval));
    }

    private void step() {
        if (term == null) {
            return;
        }
        if (!term.isSafe(System.nanoTime())) {
            LOG.warn("the tick engine's lease could not be renewed; another process may hold it");
            endTerm();
        } else if (term.mayStep()) {
            term.session().next(clock.instant().truncatedTo(ChronoUnit.MILLIS)).ifPresent(tape::publish);
        }
    }

    private void renew() {
        if (term != null && !renewing) {
            renewing = true;
            renew(term)
                    .onSuccess(renewed -> failing = false)
                    .onFailure(this::note)
                    .onComplete(renewed -> renewing = false);
        }
    }

    private Future<Void> renew(LeaseTerm current) {
        long sentAtNanos = System.nanoTime();
        long reservedStep = reserve(current.session());
        return lease.renew(id, current.session().checkpoint(), reservedStep).map(ours -> {
            if (ours) {
                current.renewed(reservedStep, sentAtNanos);
            } else if (term == current) {
                LOG.warn("another process has taken the tick engine's lease");
                endTerm();
            }
            return null;
        });
    }

    /** The first of several in a row. */
    private void note(Throwable failure) {
        if (!failing) {
            LOG.atWarn().setCause(failure).log("the tick engine's lease cannot be read or written");
        }
        failing = true;
    }
}
