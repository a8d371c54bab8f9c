package dev.corridor.payment.store;

import static dev.corridor.payment.domain.Samples.ADA;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.created;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.request.QueryCursor;
import dev.corridor.kit.sql.Database;
import dev.corridor.payment.StoredPayments;
import dev.corridor.payment.TestDatabase;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.query.FeedCursor;
import dev.corridor.payment.domain.query.PaymentFilter;
import dev.corridor.payment.domain.query.PaymentPage;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Query plans that PostgreSQL makes while the tables are almost empty, and keeps for each connection. The statements
 * are read from the connection that the store prepared them on.
 */
class PaymentPlansIT {
    private static TestDatabase database;
    private static Database connection;
    private static List<String> statements;

    @BeforeAll
    static void prepare_every_statement() {
        database = TestDatabase.create();
        connection = database.connectOnce();
        var payments = new StoredPayments(database.vertx(), connection, Duration.ZERO);
        var payment = created(adaPaysBlaise("k-plans", usd("5")));
        payments.insert(payment).await();
        payments.update(payment.planned(Plan.withinOneCurrency(BLAISE.toString(), usd("5")), NOON))
                .await();
        payments.takeUnfinished();
        var store = payments.store();
        store.payments()
                .before(
                        PaymentPage.start(QueryCursor.of("payments"), Optional.empty()),
                        ADA.toString(),
                        PaymentFilter.ALL,
                        1)
                .await();
        store.payments().heldUntil(NOON, 1).await();
        var cursor = new FeedCursor(UUID.randomUUID(), 0, FeedCursor.WHOLE_BATCH, Instant.now());
        store.feed().after(cursor, Set.of(ADA.toString())).await();
        store.batches().settled(0).await();
        statements = rows("select statement from pg_prepared_statements").toList();
    }

    @AfterAll
    static void close() {
        connection.close().await();
        database.close();
    }

    @Test
    void payments_are_inserted_without_a_loop_over_the_batch_for_each_row() {
        assertThat(plan("insert into payment (")).contains("Insert on payment").doesNotContain("Nested Loop");
    }

    @Test
    void payments_are_updated_by_index_and_not_by_a_scan_of_the_table() {
        assertThat(plan("set idempotency_key = given.idempotency_key"))
                .contains("Update on payment", "Hash Join", "Index Cond: (id = ANY ($2))")
                .doesNotContain("Nested Loop", "Seq Scan on payment");
    }

    @Test
    void unfinished_payments_are_found_by_index() {
        assertThat(plan("unfinished and leased_until"))
                .contains("Index Scan on payment_pkey", "Index Cond: (id = ANY ($1))")
                .doesNotContain("Seq Scan on payment");
        assertThat(plan("delete from payment_lease"))
                .contains("Index Scan using payment_lease_pkey")
                .doesNotContain("Seq Scan on payment_lease");
    }

    @Test
    void a_list_reads_each_side_in_the_order_of_its_index() {
        assertThat(plan("payer = $1 and id < $2"))
                .contains("payment_sent", "payment_received")
                .doesNotContain("Seq Scan on payment");
    }

    @Test
    void holds_that_expire_are_found_by_index() {
        assertThat(plan("status = 'RESERVED' and hold_expires_at")).contains("payment_held");
    }

    @Test
    void changes_are_found_by_index() {
        assertThat(plan("from payment_change"))
                .contains("payment_sent", "payment_received", "payment_change_")
                .doesNotContain("Seq Scan");
        assertThat(plan("from payment_batch"))
                .contains("Index Scan using payment_batch_pkey")
                .doesNotContain("Sort");
    }

    /** The plan of the one prepared statement that contains {@code part}. */
    private static String plan(String part) {
        var found = statements.stream().filter(each -> each.contains(part)).toList();
        assertThat(found).as(part).hasSize(1);
        return rows("explain (generic_plan) " + found.get(0)).collect(Collectors.joining("\n"));
    }

    private static Stream<String> rows(String sql) {
        var rows = connection.pool().query(sql).execute().await();
        return StreamSupport.stream(rows.spliterator(), false).map((Row row) -> row.getString(0));
    }
}
