package dev.corridor.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelativeReferenceTest {
    @ParameterizedTest
    @CsvSource({
        "/process, /payments/7",
        "/payments, /payments/7",
        "/payments/, /payments/7",
        "/payments/7/refunds, /refunds/9",
        "/postings/7/reversal, /postings/8",
        "/, /things/1",
    })
    void a_reference_leads_to_the_same_resource_with_and_without_a_gateway(String from, String to) {
        String reference = RelativeReference.of(from, to);

        assertThat(URI.create("http://service:8000" + from).resolve(reference))
                .isEqualTo(URI.create("http://service:8000" + to));
        assertThat(URI.create("https://gateway/api/payment/1.0.0" + from).resolve(reference))
                .isEqualTo(URI.create("https://gateway/api/payment/1.0.0" + to));
    }

    @ParameterizedTest
    @CsvSource({
        "'', payments?cursor=c%2B1",
        "limit=1, payments?limit=1&cursor=c%2B1",
        "status=FAILED&cursor=old&limit=1, payments?status=FAILED&limit=1&cursor=c%2B1",
        "reference=100%25%20off&&cursor, payments?reference=100%25%20off&cursor=c%2B1",
        "%63ursor=old&from=2026-11-30T00%3A00%3A00%2B01%3A00, payments?from=2026-11-30T00%3A00%3A00%2B01%3A00&cursor=c%2B1",
    })
    void the_next_page_answers_the_same_question(String query, String reference) {
        assertThat(RelativeReference.nextPage("/payments", query, "c+1")).isEqualTo(reference);
    }

    @Test
    void a_list_without_a_question_has_a_next_page_too() {
        assertThat(RelativeReference.nextPage("/accounts/7/entries", null, "c")).isEqualTo("entries?cursor=c");
    }
}
