package dev.corridor.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class PostingIdsTest {
    private static final UUID PAYMENT = UUID.fromString("01900000-0000-7000-8000-00000000000a");

    /** Written down when that was how all payments had it: whatever is posted again must be under the same. */
    @Test
    void what_was_posted_by_the_versions_before_has_the_ids_it_had() {
        assertThat(PostingIds.HASHED.of(PAYMENT, "posting")).hasToString("f0bdadb7-5c7e-536e-b0d3-3b8d5fbb89fd");
        assertThat(PostingIds.HASHED.of(PAYMENT, "posting/payment"))
                .hasToString("d37e4980-035a-5072-9560-d7809ded9808");
    }

    @Test
    void what_a_payment_posts_now_stands_beside_it_in_an_index() {
        assertThat(PostingIds.ORDERED.of(PAYMENT, "posting").toString()).startsWith("01900000-0000-8");
        assertThat(PostingIds.ORDERED.of(PAYMENT, "posting"))
                .isNotEqualTo(PostingIds.ORDERED.of(PAYMENT, "posting/payment"));
    }
}
