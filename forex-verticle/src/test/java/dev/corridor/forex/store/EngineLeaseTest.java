package dev.corridor.forex.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestServers;
import dev.corridor.forex.Await;
import dev.corridor.forex.domain.Checkpoint;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineLeaseTest {
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
        Await.result(Database.migrate(VERTX, settings, "forex"));
        database = Database.connect(VERTX, settings);
        lease = new EngineLease(database);
    }

    @AfterAll
    static void stop() {
        Await.result(VERTX.close());
    }

    @Test
    void the_first_who_wants_it_has_it_and_its_market_is_at_the_opening() {
        assertThat(Await.result(lease.holder())).isEmpty();

        var taken = Await.result(lease.take(ONE, ONES_DOOR));

        assertThat(taken).contains(new EngineLease.Taken(new Checkpoint(0, List.of(), List.of(), List.of()), 0));
        assertThat(Await.result(lease.holder())).contains(ONES_DOOR);
    }

    @Test
    void of_many_who_want_it_at_once_one_has_it() {
        var attempts = Stream.generate(() -> lease.take(UUID.randomUUID(), ONES_DOOR))
                .limit(20)
                .toList();
        Await.result(Future.all(attempts));

        assertThat(attempts.stream().map(Future::result).filter(Optional::isPresent))
                .hasSize(1);
    }

    @Test
    void when_it_has_run_out_another_goes_on_from_the_checkpoint() {
        Await.result(lease.take(ONE, ONES_DOOR));
        Await.result(lease.renew(ONE, CHECKPOINT, 47));
        assertThat(Await.result(lease.take(OTHER, OTHERS_DOOR))).isEmpty();

        runOut();

        assertThat(Await.result(lease.holder())).isEmpty();
        assertThat(Await.result(lease.take(OTHER, OTHERS_DOOR))).contains(new EngineLease.Taken(CHECKPOINT, 47));
        assertThat(Await.result(lease.holder())).contains(OTHERS_DOOR);
    }

    @Test
    void who_has_lost_it_cannot_renew_it_or_give_it_up() {
        Await.result(lease.take(ONE, ONES_DOOR));
        runOut();
        Await.result(lease.take(OTHER, OTHERS_DOOR));

        assertThat(Await.result(lease.renew(ONE, CHECKPOINT, 47))).isFalse();
        assertThat(Await.result(lease.giveUp(ONE, CHECKPOINT))).isFalse();
        assertThat(Await.result(lease.holder())).contains(OTHERS_DOOR);
    }

    @Test
    void nobody_needed_it_meanwhile_so_it_can_still_be_renewed() {
        Await.result(lease.take(ONE, ONES_DOOR));
        runOut();

        assertThat(Await.result(lease.renew(ONE, CHECKPOINT, 47))).isTrue();
        assertThat(Await.result(lease.holder())).contains(ONES_DOOR);
    }

    @Test
    void given_up_it_is_free_at_once_and_nothing_is_reserved_any_more() {
        Await.result(lease.take(ONE, ONES_DOOR));
        Await.result(lease.renew(ONE, CHECKPOINT, 47));
        Await.result(lease.giveUp(ONE, CHECKPOINT));

        assertThat(Await.result(lease.take(OTHER, OTHERS_DOOR))).contains(new EngineLease.Taken(CHECKPOINT, 7));
    }

    private void runOut() {
        Await.result(database.pool()
                .query("update engine_lease set expires_at = now() - interval '1 second'")
                .execute());
    }
}
