package dev.corridor.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.benchmarks.measure.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    private static final Machine MACHINE = new Machine("A processor", 2, 8_192, "Linux 6.1", "17.0.15", 0.25);
    private static final Row ROW =
            new Row("get_user", 31_234.56, "calls/s", "bare echo", 40_000, 0.780864, 0.75, 0.8, 1.23449, 4.5, 9.25);

    @Test
    void json_is_one_line_with_all_figures() {
        assertThat(JsonReport.of("grpc", MACHINE, List.of(ROW)))
                .isEqualTo("{\"benchmark\":\"grpc\","
                        + "\"machine\":{\"cpu\":\"A processor\",\"cores\":2,\"memory_mib\":8192,"
                        + "\"os\":\"Linux 6.1\",\"java\":\"17.0.15\",\"load\":0.25},"
                        + "\"rows\":[{\"name\":\"get_user\",\"value\":31234.6,\"unit\":\"calls/s\","
                        + "\"baseline\":\"bare echo\",\"baseline_value\":40000.0,\"ratio\":0.781,"
                        + "\"p50_ms\":1.234,\"p99_ms\":4.500,\"p999_ms\":9.250}]}");
    }

    @Test
    void the_table_shows_the_figures_and_the_range_of_the_rounds() {
        assertThat(Table.of("grpc", "calls", MACHINE, List.of(ROW)))
                .contains("get_user", "31,235 calls/s", "40,000 calls/s", "0.78x", "(0.75-0.80)", "bare echo");
    }
}
