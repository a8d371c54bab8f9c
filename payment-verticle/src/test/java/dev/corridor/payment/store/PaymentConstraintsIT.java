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
import dev.corridor.kit.sql.Schema;
import dev.corridor.kit.value.Ids;
import dev.corridor.payment.StoredPayments;
import dev.corridor.payment.TestDatabase;
import dev.corridor.payment.domain.FixedSide;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentCommand;
import dev.corridor.payment.domain.PaymentKind;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.domain.RefundPolicy;
import dev.corridor.payment.domain.RefundStatus;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CHECK constraints and enum types of the payment tables. */
class PaymentConstraintsIT {
    private static final Supplier<UUID> NEW_ID = Ids.timeOrdered(Clock.systemUTC(), new Random(1));
    private static final String CHECK_VIOLATION = "23514";

    private static TestDatabase database;
    private static UUID created;
    private static UUID completed;

    /** @param labels labels of the enum type, in any order */
    private record LabelsOf(String constraint, List<? extends Enum<?>> labels) {}

    @BeforeAll
    static void insert_a_created_and_a_completed_payment() {
        database = TestDatabase.create();
        var payments = new StoredPayments(database.vertx(), database.database(), Duration.ofHours(1));
        var first = payment("k-new");
        payments.insert(first).await();
        created = first.id();

        var second = payment("k-completed")
                .planned(new Plan(BLAISE.toString(), usd("5"), usd("5"), BigDecimal.ONE), NOON)
                .applyOutcome(PostingOutcome.POSTED, NOON);
        payments.insert(second).await();
        completed = second.id();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    static Stream<LabelsOf> states() {
        return Stream.of(
                new LabelsOf("payment_kind_known", List.of(PaymentKind.values())),
                new LabelsOf("payment_fixed_side_known", List.of(FixedSide.values())),
                new LabelsOf("payment_refund_policy_known", List.of(RefundPolicy.values())),
                new LabelsOf(
                        "payment_resolution_command_known",
                        List.of(PaymentCommand.COMPLETE, PaymentCommand.CANCEL, PaymentCommand.EXPIRE)),
                new LabelsOf("payment_status_known", List.of(PaymentStatus.values())),
                new LabelsOf("refund_status_known", List.of(RefundStatus.values())),
                new LabelsOf("idempotency_key_operation_known", List.of(IdempotencyRecord.Operation.values())));
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_state_is_one_that_the_domain_has(LabelsOf states) {
        assertThat(run(
                        """
                        select (regexp_matches(pg_get_constraintdef(oid), '''([A-Z_]+)''', 'g'))[1]
                        from pg_constraint
                        where conname = '%s'
                        """
                                .formatted(states.constraint())))
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrderElementsOf(
                        states.labels().stream().map(Enum::name).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount_minor = 0                    | payment_positive",
                "hold_seconds = 0                    | payment_positive",
                "source_minor = 0                    | payment_positive",
                "target_minor = 0                    | payment_positive",
                "rate = 0                            | payment_positive",
                "version = 0                         | payment_positive",
                "captured_minor = target_minor + 1   | payment_refunded_at_most_captured",
                "refunded_minor = captured_minor + 1 | payment_refunded_at_most_captured",
                "refunded_minor = -1                 | payment_refunded_at_most_captured",
                "planned_at = null                   | payment_plan_whole",
                "source_currency = null              | payment_plan_whole",
                "rate = null                         | payment_plan_whole",
                "payee = null                        | payment_plan_whole",
                "status = 'FAILED'                   | payment_failure_code",
                "failure_code = 'insufficient_funds' | payment_failure_code",
                "resolution_id = id                  | payment_resolution_whole",
                "resolution_id = id, resolution_command = 'CANCEL', resolution_minor = 0, reserved_at = null"
                        + "                          | payment_resolution_whole"
            },
            quoteCharacter = '"')
    void a_completed_payment_cannot_become(String change, String constraint) {
        assertRefused(database.database(), completed, change, constraint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESERVED", "COMPLETED", "EXPIRED", "PARTIALLY_REFUNDED", "REFUNDED"})
    void a_payment_without_a_plan_cannot_become(String status) {
        assertRefused(database.database(), created, "status = '%s'".formatted(status), "payment_planned");
    }

    @Test
    void valid_states_are_accepted() {
        run("update payment set refunded_minor = captured_minor, status = 'REFUNDED' where id = '%s'"
                .formatted(completed));
        run("update payment set refunded_minor = 0, status = 'COMPLETED' where id = '%s'".formatted(completed));
        run("update payment set status = 'CANCELLED' where id = '%s'".formatted(created));
        run("update payment set status = 'CREATED' where id = '%s'".formatted(created));
    }

    @Test
    void the_owner_of_the_tables_is_held_to_the_constraints_too() {
        var role = Schema.Owner.from(Settings.of(database.environment()));
        var owner = Database.connect(
                database.vertx(),
                new DatabaseSettings(
                        role.address(), role.database(), role.user(), role.password(), 1, Duration.ofSeconds(5)));

        assertRefused(owner, completed, "amount_minor = 0", "payment_positive");
        owner.close().await();
    }

    private static void assertRefused(Database role, UUID payment, String change, String constraint) {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> run(role, "update payment set %s where id = '%s'".formatted(change, payment)))
                .satisfies(failure -> {
                    assertThat(failure.getSqlState()).isEqualTo(CHECK_VIOLATION);
                    assertThat(failure.getConstraint()).isEqualTo(constraint);
                });
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
