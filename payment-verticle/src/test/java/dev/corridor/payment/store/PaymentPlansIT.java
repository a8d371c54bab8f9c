package dev.corridor.payment.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.payment.TestDatabase;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How PostgreSQL means to write batches when it is asked first, while there are no payments: the plan that a connection keeps. */
class PaymentPlansIT {
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void payments_are_added_without_going_through_a_batch_for_each_of_its_rows() {
        assertThat(plan(PaymentStatements.ADD)).contains("Insert on payment").doesNotContain("Nested Loop");
    }

    @Test
    void payments_are_changed_by_their_ids_and_not_by_reading_all_of_them() {
        assertThat(plan(PaymentStatements.CHANGE))
                .contains("Update on payment", "Hash Join", "Index Cond: (id = ANY ($2))")
                .doesNotContain("Nested Loop", "Seq Scan on payment");
    }

    @Test
    void one_payment_alone_is_changed_by_its_id() {
        assertThat(plan(PaymentStatements.FINISH_ONE))
                .contains("Update on payment", "Index Cond: (id = $2)")
                .doesNotContain("Seq Scan on payment");
        assertThat(plan(PaymentStatements.ADD_ONE))
                .contains("Insert on payment")
                .doesNotContain("Function Scan");
    }

    @Test
    void unfinished_payments_are_found_by_their_ids() {
        assertThat(plan(PaymentWork.TAKE))
                .contains("Index Scan using payment_pkey on payment", "Index Scan using payment_work_pkey")
                .doesNotContain("Seq Scan on payment ", "Full");
    }

    private static String plan(String statement) {
        var rows = database.database()
                .pool()
                .query("explain (generic_plan) " + statement)
                .execute()
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
    }
}
