package dev.corridor.payment.store;

import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.value.Ids;
import dev.corridor.payment.StoredPayments;
import dev.corridor.payment.TestDatabase;
import dev.corridor.payment.domain.FixedSide;
import dev.corridor.payment.domain.IdempotencyRecord;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentCommand;
import dev.corridor.payment.domain.PaymentKind;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingIds;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.domain.RefundPolicy;
import dev.corridor.payment.domain.RefundStatus;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses, whatever the program has been told to write. */
class PaymentConstraintsIT {
    private static final Supplier<UUID> NEW_ID = Ids.timeOrdered(Clock.systemUTC(), new Random(1));
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static TestDatabase database;
    private static UUID created;
    private static UUID completed;

    /** @param labels of the type, in no order */
    private record LabelsOf(String type, List<? extends Enum<?>> labels) {}

    @BeforeAll
    static void one_payment_that_is_new_and_one_that_is_completed() {
        database = TestDatabase.create();
        var payments = new StoredPayments(database.vertx(), database.database(), Duration.ofHours(1));
        var first = payment("k-new");
        payments.insert(first).await();
        created = first.id();

        var second = payment("k-completed")
                .planned(new Plan(BLAISE.toString(), usd("5"), usd("5"), BigDecimal.ONE), NOON)
                .settle(PostingOutcome.POSTED, NOON);
        payments.insert(second).await();
        completed = second.id();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    static Stream<LabelsOf> types() {
        return Stream.of(
                new LabelsOf("payment_kind", List.of(PaymentKind.values())),
                new LabelsOf("payment_fix", List.of(FixedSide.values())),
                new LabelsOf("refund_policy", List.of(RefundPolicy.values())),
                new LabelsOf(
                        "ending_command",
                        List.of(PaymentCommand.COMPLETE, PaymentCommand.CANCEL, PaymentCommand.EXPIRE)),
                new LabelsOf("payment_status", List.of(PaymentStatus.values())),
                new LabelsOf("posting_ids", List.of(PostingIds.values())),
                new LabelsOf("refund_status", List.of(RefundStatus.values())),
                new LabelsOf("key_operation", List.of(IdempotencyRecord.Operation.values())));
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_state_is_one_that_the_domain_has(LabelsOf type) {
        assertThat(run("select unnest(enum_range(null::%s))::text".formatted(type.type())))
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrderElementsOf(
                        type.labels().stream().map(Enum::name).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amount_minor = 0",
                "hold_seconds = 0",
                "source_minor = 0",
                "target_minor = 0",
                "rate = 0",
                "version = 0",
                "captured_minor = target_minor + 1",
                "refunded_minor = captured_minor + 1",
                "refunded_minor = -1",
                "planned_at = null",
                "source_currency = null",
                "rate = null",
                "payee = null",
                "status = 'FAILED'",
                "failure_code = 'insufficient_funds'",
                "ending_id = id",
                "ending_id = id, ending_command = 'CANCEL', ending_minor = 0, reserved_at = null"
            })
    void a_completed_payment_cannot_become(String change) {
        assertRefused(completed, change);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESERVED", "COMPLETED", "EXPIRED", "PARTIALLY_REFUNDED", "REFUNDED"})
    void a_payment_without_a_plan_cannot_become(String status) {
        assertRefused(created, "status = '%s'".formatted(status));
    }

    @Test
    void what_a_payment_can_be_is_not_refused() {
        run("update payment set refunded_minor = captured_minor, status = 'REFUNDED' where id = '%s'"
                .formatted(completed));
        run("update payment set refunded_minor = 0, status = 'COMPLETED' where id = '%s'".formatted(completed));
        run("update payment set status = 'CANCELLED' where id = '%s'".formatted(created));
        run("update payment set status = 'CREATED' where id = '%s'".formatted(created));
    }

    @Test
    void who_owns_the_tables_is_held_to_it_as_well() {
        var settings = DatabaseSettings.from(Settings.of(database.environment()));
        var owner = Database.connect(database.vertx(), settings.asOwner());

        assertRefused(owner, completed, "amount_minor = 0");
        owner.close().await();
    }

    private static void assertRefused(UUID payment, String change) {
        assertRefused(database.database(), payment, change);
    }

    private static void assertRefused(Database role, UUID payment, String change) {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> run(role, "update payment set %s where id = '%s'".formatted(change, payment)))
                .withMessageContaining("violates row-level security policy")
                .satisfies(failure -> assertThat(failure.getSqlState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    private static Payment payment(String key) {
        return Payment.create(NEW_ID.get(), adaPaysBlaise(key, usd("5")), "c-1", NOON);
    }

    private static RowSet<Row> run(String statement) {
        return run(database.database(), statement);
    }

    private static RowSet<Row> run(Database role, String statement) {
        return role.pool().query(statement).execute().await();
    }
}
