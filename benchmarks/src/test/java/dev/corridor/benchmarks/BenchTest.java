package dev.corridor.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchTest {

    @Test
    void an_unknown_benchmark_is_refused_before_anything_starts() {
        assertThat(refusal("bogus"))
                .contains("There is no benchmark bogus; there are: grpc, rest, rates, stream, ledger, payments, edge.");
    }

    @ParameterizedTest
    @CsvSource({
        "grpc, get_user",
        "rest, rest_read",
        "rates, latest",
        "stream, 'subscribers_1, subscribers_100, subscribers_1000, subscribers_5000'",
        "ledger, 'stream, unary, batch_rest, hot'",
        "payments, 'rest, idle'"
    })
    void an_unknown_row_is_refused_before_anything_starts(String benchmark, String rows) {
        assertThat(refusal(benchmark, "--row=bogus")).contains("There is no row bogus; there are: " + rows + ".");
    }

    private static String refusal(String... arguments) {
        var errors = new StringWriter();
        int exitCode =
                new CommandLine(new Bench()).setErr(new PrintWriter(errors)).execute(arguments);
        assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
        return errors.toString();
    }
}
