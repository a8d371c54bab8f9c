package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that fail print a message and exit with a non-zero code, without a stack trace. */
class CommandLineIT {
    @TempDir
    Path home;

    @Test
    void without_a_platform_the_token_command_says_how_to_start_one() throws Exception {
        try (var token = CommandProcess.start(home, "token", "--port-offset", "14900")) {
            assertThat(token.output())
                    .isEqualTo("corridor: No platform is running here."
                            + " Start it in another terminal with: ./corridor up --port-offset 14900\n");
            assertThat(token.exitCode()).isNotZero();
        }
    }

    @Test
    void the_advice_of_verify_ledger_has_the_port_offset() throws Exception {
        try (var verify = CommandProcess.start(home, "verify-ledger", "--port-offset", "14900")) {
            assertThat(verify.output()).endsWith("./corridor up --port-offset 14900\n");
            assertThat(verify.exitCode()).isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void a_count_of_no_rates_is_refused(String count) throws Exception {
        try (var rates = CommandProcess.start(home, "rates", "--count", count)) {
            assertThat(rates.output()).startsWith("--count must be at least 1, and it is " + count + ".");
            assertThat(rates.exitCode()).isNotZero();
        }
    }

    @Test
    void a_port_in_use_is_reported() throws Exception {
        var ports = CommandProcess.freePorts();
        try (var other = new ServerSocket(ports.redis(), 1, InetAddress.getByName(Ports.LOOPBACK));
                var up = CommandProcess.start(home, "up", "--port-offset", Integer.toString(ports.offset()))) {
            assertThat(up.output())
                    .contains("corridor: Port " + other.getLocalPort() + ", which Redis needs, is in use")
                    .doesNotContain("\tat ");
            assertThat(up.exitCode()).isNotZero();
        }
    }

    @Test
    void an_incomplete_data_folder_is_reported() throws Exception {
        var ports = CommandProcess.freePorts();
        Files.createDirectories(home.resolve("offset-" + ports.offset() + "/postgresql/data/base"));
        try (var up = CommandProcess.start(home, "up", "--port-offset", Integer.toString(ports.offset()))) {
            assertThat(up.output())
                    .contains("corridor: PostgreSQL's data folder")
                    .contains("is incomplete")
                    .doesNotContain("\tat ");
            assertThat(up.exitCode()).isNotZero();
        }
    }

    @Test
    void an_unknown_service_name_is_reported_with_the_known_names() throws Exception {
        try (var service = CommandProcess.start(home, "service", "casino")) {
            assertThat(service.output())
                    .contains("There is no service casino")
                    .contains("profile, payment, ledger, forex");
            assertThat(service.exitCode()).isNotZero();
        }
    }

    @Test
    void a_missing_environment_variable_is_reported_by_name() throws Exception {
        try (var service = CommandProcess.start(home, "service", "profile")) {
            assertThat(service.output())
                    .contains("The environment variable HTTP_PORT is not set")
                    .doesNotContain("\tat ");
            assertThat(service.exitCode()).isNotZero();
        }
    }

    @Test
    void reset_deletes_only_after_confirmation() throws Exception {
        Files.createDirectories(home.resolve("postgresql"));
        try (var reset = CommandProcess.start(home, "reset").type("n")) {
            assertThat(reset.output()).contains("Nothing was deleted.");
            assertThat(home.resolve("postgresql")).exists();
        }
        try (var reset = CommandProcess.start(home, "reset").type("y")) {
            assertThat(reset.output()).contains("Deleted " + home);
            assertThat(reset.exitCode()).isZero();
            assertThat(home).doesNotExist();
        }
        Files.createDirectories(home);
    }
}
