package dev.corridor.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.payment.domain.PaymentStatus.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaymentStatusTest {

    @Test
    void a_command_has_one_transition_from_each_status() {
        assertThat(PaymentStatus.TRANSITIONS.stream().map(row -> List.of(row.from(), row.command())))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_status_is_reachable() {
        assertThat(PaymentStatus.TRANSITIONS.stream().map(Transition::to))
                .contains(Arrays.stream(PaymentStatus.values())
                        .filter(status -> status != PaymentStatus.CREATED)
                        .toArray(PaymentStatus[]::new));
    }

    @Property
    void no_sequence_of_commands_leaves_the_transition_table(@ForAll @Size(max = 20) List<PaymentCommand> commands) {
        var status = PaymentStatus.CREATED;
        for (var command : commands) {
            var next = status.after(command);
            if (next.isPresent()) {
                assertThat(PaymentStatus.TRANSITIONS).contains(new Transition(status, command, next.get()));
                status = next.get();
            }
        }
    }

    @Property
    void a_payment_that_reached_its_payee_never_fails(@ForAll @Size(max = 20) List<PaymentCommand> commands) {
        var status = PaymentStatus.CREATED;
        boolean hadReachedPayee = false;
        for (var command : commands) {
            status = status.after(command).orElse(status);
            assertThat(hadReachedPayee && !status.hasReachedPayee()).isFalse();
            hadReachedPayee = status.hasReachedPayee();
        }
    }

    @Test
    void the_diagram_in_the_readme_shows_the_transition_table() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("```mermaid\n" + diagram() + "\n```");
    }

    private static String diagram() {
        var begin = Stream.of("stateDiagram-v2", "    [*] --> CREATED");
        var rows = PaymentStatus.TRANSITIONS.stream().map(row -> "    %s --> %s: %s"
                .formatted(row.from(), row.to(), row.command().name().toLowerCase(Locale.ROOT)));
        var ends = Arrays.stream(PaymentStatus.values())
                .filter(PaymentStatus::isFinal)
                .map(status -> "    " + status + " --> [*]");
        return Stream.of(begin, rows, ends).flatMap(lines -> lines).collect(Collectors.joining("\n"));
    }
}
