package dev.corridor.forex.stream.usecase;

import static dev.corridor.forex.stream.usecase.MessageBudget.Verdict.ACCEPT;
import static dev.corridor.forex.stream.usecase.MessageBudget.Verdict.IGNORE;
import static dev.corridor.forex.stream.usecase.MessageBudget.Verdict.REFUSE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MessageBudgetTest {

    @Test
    void a_flood_is_refused_once_a_second() {
        var budget = new MessageBudget(2);

        var verdicts = LongStream.of(1_000, 1_001, 1_002, 1_999, 2_000, 2_001, 2_002)
                .mapToObj(budget::spend)
                .toList();

        assertThat(verdicts).containsExactly(ACCEPT, ACCEPT, REFUSE, IGNORE, ACCEPT, ACCEPT, REFUSE);
    }
}
