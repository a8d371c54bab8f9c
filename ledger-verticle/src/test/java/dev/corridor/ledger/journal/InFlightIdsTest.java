package dev.corridor.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InFlightIdsTest {
    private static final UUID ADA = UUID.randomUUID();
    private static final UUID BLAISE = UUID.randomUUID();
    private static final UUID CHEN = UUID.randomUUID();
    private static final UUID DORA = UUID.randomUUID();

    private final InFlightIds inFlight = new InFlightIds();

    @Test
    void ids_in_flight_are_not_admitted_until_they_end() {
        inFlight.begin(List.of(ADA, BLAISE));

        assertThat(inFlight.select().admits(List.of(BLAISE, CHEN))).isFalse();
        assertThat(inFlight.select().admits(List.of(CHEN, DORA))).isTrue();

        inFlight.end(List.of(ADA, BLAISE));
        assertThat(inFlight.select().admits(List.of(BLAISE, CHEN))).isTrue();
    }

    @Test
    void a_posting_does_not_pass_a_waiting_one_with_a_shared_id() {
        inFlight.begin(List.of(ADA));
        var selection = inFlight.select();

        assertThat(selection.admits(List.of(ADA, BLAISE))).isFalse();
        assertThat(selection.admits(List.of(BLAISE, CHEN)))
                .as("shares Blaise with the one before it")
                .isFalse();
        assertThat(selection.admits(List.of(CHEN, DORA)))
                .as("shares Chen with the one before it")
                .isFalse();
    }

    @Test
    void postings_of_one_batch_may_share_ids() {
        var selection = inFlight.select();

        assertThat(selection.admits(List.of(ADA, BLAISE))).isTrue();
        assertThat(selection.admits(List.of(BLAISE, CHEN))).isTrue();
    }
}
