package dev.corridor.ledger.usecase;

import dev.corridor.kit.concurrency.RepeatedJob;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.ledger.domain.statement.TrialBalance;
import dev.corridor.ledger.store.TrialBalances;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks at an interval that the balances of every currency sum to zero. Two gauges are meant for alerts:
 * corridor.ledger.imbalanced.currencies, which must be zero, and corridor.ledger.balanced.age, the seconds since it was
 * last zero. One instance a process.
 */
public final class BalanceCheck extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(BalanceCheck.class);

    private final DatabaseSettings settings;
    private final Duration every;
    private final Clock clock;
    private final AtomicLong imbalanced = new AtomicLong();
    private final AtomicLong balancedAtMillis;
    private Database database;
    private TrialBalances balances;
    private RepeatedJob job;

    public BalanceCheck(DatabaseSettings settings, Duration every, Clock clock, MeterRegistry metrics) {
        this.settings = settings;
        this.every = every;
        this.clock = clock;
        this.balancedAtMillis = new AtomicLong(clock.millis());
        metrics.gauge("corridor.ledger.imbalanced.currencies", imbalanced);
        metrics.gauge("corridor.ledger.balanced.age", this, BalanceCheck::ageSeconds);
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, settings.withPoolSize(1).withStatementTimeout(every));
        balances = new TrialBalances(database, clock);
        job = new RepeatedJob(vertx, "balances not checked", every, this::check).start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        job.stop();
        return database.close();
    }

    private Future<Boolean> check() {
        return balances.now().onSuccess(this::compare).map(false);
    }

    private void compare(TrialBalance balance) {
        var wrong = balance.totals().stream()
                .filter(total -> total.difference().signum() != 0)
                .toList();
        imbalanced.set(wrong.size());
        if (wrong.isEmpty()) {
            balancedAtMillis.set(clock.millis());
        }
        wrong.forEach(total -> LOG.atError()
                .addKeyValue("currency", total.currency())
                .addKeyValue("difference", total.difference().toPlainString())
                .log("balances do not sum to zero"));
    }

    private double ageSeconds() {
        return (clock.millis() - balancedAtMillis.get()) / 1e3;
    }
}
