package dev.corridor.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void a_row_does_not_wrap_in_a_narrow_terminal() {
        var ticker = Ticker.forTerminal(out, true);

        ticker.show(tick("0.92000"));
        ticker.show(tick("0.93000"));

        assertThat(printed().split(Pattern.quote(WRAP_ON)))
                .hasSize(2)
                .allSatisfy(drawing -> assertThat(drawing).startsWith(WRAP_OFF).contains("USD/EUR"));
    }

    @Test
    void a_file_gets_lines_without_control_sequences() {
        Ticker.forTerminal(out, false).show(tick("0.92000"));

        assertThat(printed())
                .startsWith("USD/EUR")
                .endsWith("2026-11-30T12:00:00Z\n")
                .doesNotContain("\u001b");
    }

    private static JsonObject tick(String mid) {
        return new JsonObject()
                .put("pair", "USD/EUR")
                .put("bid", mid)
                .put("ask", mid)
                .put("mid", mid)
                .put("time", "2026-11-30T12:00:00Z");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
