package dev.corridor.gateway.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorWordsTest {
    private static ErrorWords words;

    @BeforeAll
    static void load() throws IOException {
        words = new ErrorWords(GraphqlSchema.load().executable());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Send the amount's currency as from_currency, or omit it. | Send the amount's currency as fromCurrency, or omit it.",
                "Read the payment by its payment_id, or repeat. | Read the payment by its paymentId, or repeat.",
                "Repeat after the time in Retry-After, with the same Idempotency-Key. | Repeat after the time in retryAfter, with the same idempotencyKey.",
                "Compare the request with the contract at /openapi.yaml. | Compare the request with the contract at /schema.graphqls.",
                "Use the next_cursor of the previous page. | Use the nextCursor of the previous page.",
                "quote_id: not a UUID | quoteId: not a UUID"
            })
    void names_of_rest_become_those_of_the_schema(String rest, String graphql) {
        assertThat(words.translate(rest)).isEqualTo(graphql);
    }

    @Test
    void all_other_text_stays_as_it_is() {
        var text = "There is no user @from_currency or @ada_lovelace; this needs the scope payments:write ($1 \\).";

        assertThat(words.translate(text)).isEqualTo(text);
    }
}
