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

    private final InFlightIds underWay = new InFlightIds();

    @Test
    void what_is_under_way_is_waited_for_until_it_ends() {
        underWay.begin(List.of(ADA, BLAISE));

        assertThat(underWay.selection().admits(List.of(BLAISE, CHEN))).isFalse();
        assertThat(underWay.selection().admits(List.of(CHEN, DORA))).isTrue();

        underWay.end(List.of(ADA, BLAISE));
        assertThat(underWay.selection().admits(List.of(BLAISE, CHEN))).isTrue();
    }

    @Test
    void nobody_overtakes_one_that_waits() {
        underWay.begin(List.of(ADA));
        var selection = underWay.selection();

        assertThat(selection.admits(List.of(ADA, BLAISE))).isFalse();
        assertThat(selection.admits(List.of(BLAISE, CHEN)))
                .as("shares Blaise with the one before it")
                .isFalse();
        assertThat(selection.admits(List.of(CHEN, DORA)))
                .as("shares Chen with the one before it")
                .isFalse();
    }

    @Test
    void those_that_go_together_may_share_names() {
        var selection = underWay.selection();

        assertThat(selection.admits(List.of(ADA, BLAISE))).isTrue();
        assertThat(selection.admits(List.of(BLAISE, CHEN))).isTrue();
    }
}
