package dev.corridor.payment.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PostingIds;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database with payments in it, written by the program of before. */
class PaymentMigrationIT {
    private static final UUID UNFINISHED = UUID.fromString("0190a0de-0000-7000-8000-000000000001");

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseSettings settings =
            DatabaseSettings.from(Settings.of(TestServers.shared().freshDatabase("payment")));
    private Database database;

    @BeforeEach
    void a_database_of_before() {
        database = Database.connect(vertx, settings);
        migrateTo("0.1", "classpath:db/kit");
        migrateTo("2", "classpath:db/migration/payment");
    }

    @AfterEach
    void close() {
        database.close().await();
        vertx.close().await();
    }

    @Test
    void its_events_still_leave_in_order() {
        run("insert into outbox (event_key, type, value, correlation_id) values ('a', 't-1', '\\x01', 'c-1')");
        run("insert into outbox (event_key, type, value, correlation_id) values ('a', 't-2', '\\x02', 'c-2')");

        Database.migrate(vertx, settings, "payment").await();

        assertThat(run("select event_key, type, correlation_id from outbox_event order by id, position"))
                .extracting(row -> row.getString(0) + " " + row.getString(1) + " " + row.getString(2))
                .containsExactly("a t-1 c-1", "a t-2 c-2");
    }

    @Test
    void what_was_unfinished_is_taken_up_when_its_lease_is_over() {
        add(UNFINISHED);
        run("insert into payment_work (payment_id, leased_until) values ('%s', now())".formatted(UNFINISHED));

        Database.migrate(vertx, settings, "payment").await();

        var payments = new Payments(database, Duration.ofHours(1));
        assertThat(payments.takeUnfinished().await()).extracting(Payment::id).containsExactly(UNFINISHED);
        assertThat(payments.takeUnfinished().await()).isEmpty();
    }

    @Test
    void what_it_posted_keeps_its_ids() {
        add(UNFINISHED);

        Database.migrate(vertx, settings, "payment").await();

        var payments = new Payments(database, Duration.ofHours(1));
        assertThat(payments.byId(UNFINISHED).await()).map(Payment::postingIds).hasValue(PostingIds.HASHED);
    }

    private void add(UUID payment) {
        run(
                """
                insert into payment
                  (id, kind, caller, payer, payee_named, amount_minor, amount_currency, fix, target_currency, refund_policy,
                   reference, metadata, correlation_id, created_at, status, updated_at, unfinished, version)
                values
                  ('%1$s', 'PAYMENT', 'ada', 'ada', '0190a0de-0000-7000-8000-0000000b1a15', 500, 'USD', 'TARGET', 'USD', 'ORIGINAL_RATE',
                   '', '{}', 'c-1', now(), 'CREATED', now(), true, 1)
                """
                        .formatted(payment));
    }

    private void migrateTo(String version, String location) {
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + settings.address() + "/" + settings.name(),
                        settings.ownerUser(),
                        settings.ownerPassword().value())
                .locations(location)
                .placeholders(Map.of("runtime_role", settings.user()))
                .target(version)
                .validateOnMigrate(false)
                .load()
                .migrate();
    }

    private List<Row> run(String statement) {
        return StreamSupport.stream(
                        database.pool().query(statement).execute().await().spliterator(), false)
                .toList();
    }
}
