package dev.corridor.kit.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorDetailsTest {

    @ParameterizedTest
    @EnumSource(StandardError.class)
    void a_problem_is_decoded_from_its_trailer_unchanged(StandardError code) {
        var sent = Problem.of(code, "What happened, in words: \u00e9\u20ac.").with("payment_id", "p-1");

        var received = received(sent);

        assertThat(received.code().code()).isEqualTo(code.code());
        assertThat(received.code().advice()).isEqualTo(code.advice());
        assertThat(received.detail()).isEqualTo(sent.detail());
        assertThat(received.extensions()).isEqualTo(sent.extensions());
        assertThat(received.is(code)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_fault_keeps_its_http_status_across_a_call(Fault fault) {
        var received = received(Problem.of(new RemoteError("some_code", fault, "Do something.", false), "Detail."));

        assertThat(received.code().fault().httpStatus()).isEqualTo(fault.httpStatus());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_transient_problem_has_retry_info(boolean isTransient) throws Exception {
        var sent = Problem.of(new RemoteError("busy", Fault.CONFLICT, "Do something.", isTransient), "Detail.");

        var status = Status.parseFrom(Base64.getDecoder().decode(ErrorDetails.of(sent, "id")));

        assertThat(status.getDetailsList().stream().anyMatch(detail -> detail.is(RetryInfo.class)))
                .isEqualTo(isTransient);
        assertThat(received(sent).code().isTransient()).isEqualTo(isTransient);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "not base64!", "AAAA", "CAUSBGdvbmU"})
    void without_readable_details_the_status_decides(String details) {
        assertThat(ErrorDetails.problemOf(14, "secret host name", details, "ledger")
                        .is(StandardError.UNAVAILABLE))
                .isTrue();
        assertThat(ErrorDetails.problemOf(4, "", details, "ledger").is(StandardError.DEADLINE_EXCEEDED))
                .isTrue();
        assertThat(ErrorDetails.problemOf(2, "secret stack", details, "ledger").is(StandardError.INTERNAL))
                .isTrue();
    }

    @Test
    void the_message_of_a_foreign_service_does_not_reach_the_caller() {
        assertThat(ErrorDetails.problemOf(13, "NullPointerException at Ledger.java:42", null, "ledger")
                        .detail())
                .isEqualTo("The ledger service failed.");
    }

    @Test
    void padded_base64_is_read_too() {
        var sent = Problem.of(StandardError.NOT_FOUND, "Gone");
        byte[] bytes = Base64.getDecoder().decode(ErrorDetails.of(sent, "id"));

        var received = ErrorDetails.problemOf(5, "", Base64.getEncoder().encodeToString(bytes), "ledger");

        assertThat(received.is(StandardError.NOT_FOUND)).isTrue();
    }

    private static Problem received(Problem sent) {
        int status = sent.code().fault().grpcStatus();
        return ErrorDetails.problemOf(status, sent.detail(), ErrorDetails.of(sent, "correlation-1"), "ledger");
    }
}
