package dev.corridor.forex.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestServers;
import dev.corridor.forex.engine.domain.Checkpoint;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.Schema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineLeaseIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final HostPort ONE_ADDRESS = new HostPort("one", 50056);
    private static final HostPort OTHER_ADDRESS = new HostPort("other", 50056);
    private static final Checkpoint CHECKPOINT =
            new Checkpoint(7, List.of("EUR", "USD"), List.of(0.0, -1e-17 / 3), List.of(7L, Long.MAX_VALUE));

    private Database database;
    private EngineLease lease;

    @BeforeEach
    void freshDatabase() {
        var settings = Settings.of(TestServers.shared().freshDatabase("forex"));
        Schema.migrate(Schema.Owner.from(settings), "forex");
        database = Database.connect(VERTX, DatabaseSettings.from(settings));
        lease = new EngineLease(database);
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void the_first_holder_starts_with_the_market_at_its_opening() {
        assertThat(lease.read().await().holder()).isEmpty();

        var acquired = lease.acquire(ONE, ONE_ADDRESS).await();

        assertThat(acquired).contains(new EngineLease.Acquired(new Checkpoint(0, List.of(), List.of(), List.of()), 0));
        assertThat(lease.read().await().holder()).contains(ONE_ADDRESS);
    }

    @Test
    void one_of_many_concurrent_attempts_acquires_it() {
        var attempts = Stream.generate(() -> lease.acquire(UUID.randomUUID(), ONE_ADDRESS))
                .limit(20)
                .toList();
        Future.all(attempts).await();

        assertThat(attempts.stream().map(Future::result).filter(Optional::isPresent))
                .hasSize(1);
    }

    @Test
    void after_it_expires_another_continues_from_the_checkpoint() {
        lease.acquire(ONE, ONE_ADDRESS).await();
        lease.renew(ONE, CHECKPOINT, 47).await();
        assertThat(lease.acquire(OTHER, OTHER_ADDRESS).await()).isEmpty();

        expire();

        assertThat(lease.read().await().holder()).isEmpty();
        assertThat(lease.acquire(OTHER, OTHER_ADDRESS).await()).contains(new EngineLease.Acquired(CHECKPOINT, 47));
        assertThat(lease.read().await().holder()).contains(OTHER_ADDRESS);
    }

    @Test
    void a_holder_that_lost_it_can_neither_renew_nor_release_it() {
        lease.acquire(ONE, ONE_ADDRESS).await();
        expire();
        lease.acquire(OTHER, OTHER_ADDRESS).await();

        assertThat(lease.renew(ONE, CHECKPOINT, 47).await()).isFalse();
        assertThat(lease.release(ONE, CHECKPOINT).await()).isFalse();
        assertThat(lease.read().await().holder()).contains(OTHER_ADDRESS);
    }

    @Test
    void an_expired_lease_that_nobody_acquired_can_be_renewed() {
        lease.acquire(ONE, ONE_ADDRESS).await();
        expire();

        assertThat(lease.renew(ONE, CHECKPOINT, 47).await()).isTrue();
        assertThat(lease.read().await().holder()).contains(ONE_ADDRESS);
    }

    @Test
    void a_released_lease_is_free_at_once_and_reserves_nothing() {
        lease.acquire(ONE, ONE_ADDRESS).await();
        lease.renew(ONE, CHECKPOINT, 47).await();
        lease.release(ONE, CHECKPOINT).await();

        assertThat(lease.acquire(OTHER, OTHER_ADDRESS).await()).contains(new EngineLease.Acquired(CHECKPOINT, 7));
    }

    private void expire() {
        database.pool()
                .query("update engine_lease set expires_at = now() - interval '1 second'")
                .execute()
                .await();
    }
}
