package dev.corridor.forex.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestServers;
import dev.corridor.forex.engine.domain.Checkpoint;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
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
    private static final HostPort ONES_DOOR = new HostPort("one", 50056);
    private static final HostPort OTHERS_DOOR = new HostPort("other", 50056);
    private static final Checkpoint CHECKPOINT =
            new Checkpoint(7, List.of("EUR", "USD"), List.of(0.0, -1e-17 / 3), List.of(7L, Long.MAX_VALUE));

    private Database database;
    private EngineLease lease;

    @BeforeEach
    void freshDatabase() {
        var settings = DatabaseSettings.from(Settings.of(TestServers.shared().freshDatabase("forex")));
        Database.migrate(VERTX, settings, "forex").await();
        database = Database.connect(VERTX, settings);
        lease = new EngineLease(database);
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void the_first_who_wants_it_has_it_and_its_market_is_at_the_opening() {
        assertThat(lease.holder().await()).isEmpty();

        var taken = lease.take(ONE, ONES_DOOR).await();

        assertThat(taken).contains(new EngineLease.Taken(new Checkpoint(0, List.of(), List.of(), List.of()), 0));
        assertThat(lease.holder().await()).contains(ONES_DOOR);
    }

    @Test
    void of_many_who_want_it_at_once_one_has_it() {
        var attempts = Stream.generate(() -> lease.take(UUID.randomUUID(), ONES_DOOR))
                .limit(20)
                .toList();
        Future.all(attempts).await();

        assertThat(attempts.stream().map(Future::result).filter(Optional::isPresent))
                .hasSize(1);
    }

    @Test
    void when_it_has_run_out_another_goes_on_from_the_checkpoint() {
        lease.take(ONE, ONES_DOOR).await();
        lease.renew(ONE, CHECKPOINT, 47).await();
        assertThat(lease.take(OTHER, OTHERS_DOOR).await()).isEmpty();

        runOut();

        assertThat(lease.holder().await()).isEmpty();
        assertThat(lease.take(OTHER, OTHERS_DOOR).await()).contains(new EngineLease.Taken(CHECKPOINT, 47));
        assertThat(lease.holder().await()).contains(OTHERS_DOOR);
    }

    @Test
    void who_has_lost_it_cannot_renew_it_or_give_it_up() {
        lease.take(ONE, ONES_DOOR).await();
        runOut();
        lease.take(OTHER, OTHERS_DOOR).await();

        assertThat(lease.renew(ONE, CHECKPOINT, 47).await()).isFalse();
        assertThat(lease.giveUp(ONE, CHECKPOINT).await()).isFalse();
        assertThat(lease.holder().await()).contains(OTHERS_DOOR);
    }

    @Test
    void nobody_needed_it_meanwhile_so_it_can_still_be_renewed() {
        lease.take(ONE, ONES_DOOR).await();
        runOut();

        assertThat(lease.renew(ONE, CHECKPOINT, 47).await()).isTrue();
        assertThat(lease.holder().await()).contains(ONES_DOOR);
    }

    @Test
    void given_up_it_is_free_at_once_and_nothing_is_reserved_any_more() {
        lease.take(ONE, ONES_DOOR).await();
        lease.renew(ONE, CHECKPOINT, 47).await();
        lease.giveUp(ONE, CHECKPOINT).await();

        assertThat(lease.take(OTHER, OTHERS_DOOR).await()).contains(new EngineLease.Taken(CHECKPOINT, 7));
    }

    private void runOut() {
        database.pool()
                .query("update engine_lease set expires_at = now() - interval '1 second'")
                .execute()
                .await();
    }
}
