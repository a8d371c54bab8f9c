package dev.corridor.forex.reference.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.embedded.TestServers;
import dev.corridor.forex.reference.domain.Publications;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.reference.events.ReferenceRateEvents;
import dev.corridor.forex.v1.ReferenceRatesEvent;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.Schema;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferenceRateTableIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final RatePublication MONDAY = Publications.of("2023-02-20", Map.of("USD", "1.0674"));
    private static final RatePublication TUESDAY = Publications.february();

    private Database database;
    private ReferenceRateTable table;

    @BeforeEach
    void freshDatabase() {
        var settings = Settings.of(TestServers.shared().freshDatabase("forex"));
        Schema.migrate(Schema.Owner.from(settings), "forex");
        database = Database.connect(VERTX, DatabaseSettings.from(settings));
        table = new ReferenceRateTable(database);
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void the_newest_publication_is_read_unchanged() {
        table.add(List.of(TUESDAY, MONDAY)).await();

        assertThat(table.newest("ECB").await()).contains(TUESDAY);
        assertThat(table.newest("someone else").await()).isEmpty();
    }

    @Test
    void a_day_without_a_publication_has_the_last_one_before_it() {
        table.add(List.of(TUESDAY, MONDAY)).await();

        assertThat(table.onOrBefore("ECB", LocalDate.parse("2023-02-20")).await())
                .contains(MONDAY);
        assertThat(table.onOrBefore("ECB", LocalDate.parse("2024-01-01")).await())
                .contains(TUESDAY);
        assertThat(table.onOrBefore("ECB", LocalDate.parse("2023-02-19")).await())
                .isEqualTo(Optional.empty());
    }

    @Test
    void a_new_publication_has_one_event() throws Exception {
        table.publish(TUESDAY, ReferenceRateEvents.published(TUESDAY)).await();
        table.publish(TUESDAY, ReferenceRateEvents.published(TUESDAY)).await();

        var events = query("select event_key, value from outbox_event");
        assertThat(events.size()).isEqualTo(1);
        var event = events.iterator().next();
        assertThat(event.getString("event_key")).isEqualTo("2023-02-21");
        assertThat(ReferenceRatesEvent.parseFrom(event.getBuffer("value").getBytes())
                        .getRatesMap())
                .containsEntry("USD", "1.0664")
                .hasSize(TUESDAY.perEuro().size());
    }

    @Test
    void a_stored_rate_is_never_changed() {
        table.add(List.of(TUESDAY)).await();
        table.add(List.of(Publications.of("2023-02-21", Map.of("USD", "9.99")))).await();

        assertThat(table.newest("ECB").await()).contains(TUESDAY);
    }

    @Test
    void the_service_role_may_neither_change_nor_delete_rates() {
        table.add(List.of(TUESDAY)).await();

        assertThatThrownBy(() -> query("update reference_rate set rate = 1")).isInstanceOf(PgException.class);
        assertThatThrownBy(() -> query("delete from reference_rate")).isInstanceOf(PgException.class);
    }

    @Test
    void a_file_is_complete_in_the_version_that_was_read() {
        table.markComplete("file.xml", 10).await();
        table.markComplete("file.xml", 10).await();

        assertThat(table.isComplete("file.xml", 10).await()).isTrue();
        assertThat(table.isComplete("file.xml", 11).await()).isFalse();
    }

    private RowSet<Row> query(String sql) {
        return database.pool().query(sql).execute().await();
    }
}
