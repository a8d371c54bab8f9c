package dev.corridor.kit.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorDetailsTest {

    @Test
    void a_problem_arrives_as_it_was_sent() {
        var sent = Problem.of(StandardError.AMOUNT_INVALID, "Half a cent.").with("payment_id", "42");

        var arrived = ErrorDetails.problemOf(3, "Half a cent.", ErrorDetails.of(sent, "c-1"), "payment");

        assertThat(arrived.is(StandardError.AMOUNT_INVALID)).isTrue();
        assertThat(arrived.code().advice()).isEqualTo(StandardError.AMOUNT_INVALID.advice());
        assertThat(arrived.detail()).isEqualTo("Half a cent.");
        assertThat(arrived.extensions()).containsEntry("payment_id", "42").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%%", "AAAA"})
    void details_of_somebody_else_are_no_reason_to_fail(String details) {
        var arrived = ErrorDetails.problemOf(14, "", details, "forex");

        assertThat(arrived.is(StandardError.UNAVAILABLE)).isTrue();
        assertThat(arrived.detail()).contains("forex");
    }

    @Test
    void what_another_service_says_without_details_stays_in_the_log() {
        var arrived = ErrorDetails.problemOf(2, "NullPointerException at Secret.java:1", null, "ledger");

        assertThat(arrived.is(StandardError.INTERNAL)).isTrue();
        assertThat(arrived.detail()).doesNotContain("NullPointer");
    }
}
