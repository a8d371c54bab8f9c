package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say when they cannot do what they are asked: a sentence and a non-zero exit, never a stack trace. */
class CommandLineIT {
    @TempDir
    Path home;

    @Test
    void without_a_platform_a_token_is_refused_with_what_to_do() throws Exception {
        try (var token = CommandProcess.start(home, "token", "--port-offset", "14900")) {
            assertThat(token.said())
                    .isEqualTo("corridor: No platform is running here."
                            + " Start it in another terminal with: ./corridor up --port-offset 14900\n");
            assertThat(token.exitCode()).isNotZero();
        }
    }

    @Test
    void a_port_that_is_taken_is_a_sentence() throws Exception {
        var ports = CommandProcess.freePorts();
        try (var other = new ServerSocket(ports.redis(), 1, InetAddress.getByName(Ports.LOOPBACK));
                var up = CommandProcess.start(home, "up", "--port-offset", Integer.toString(ports.offset()))) {
            assertThat(up.said())
                    .contains("corridor: Port " + other.getLocalPort() + ", which Redis needs, is taken")
                    .doesNotContain("\tat ");
            assertThat(up.exitCode()).isNotZero();
        }
    }

    @Test
    void a_half_made_data_folder_is_a_sentence() throws Exception {
        var ports = CommandProcess.freePorts();
        Files.createDirectories(home.resolve("offset-" + ports.offset() + "/postgresql/data/base"));
        try (var up = CommandProcess.start(home, "up", "--port-offset", Integer.toString(ports.offset()))) {
            assertThat(up.said())
                    .contains("corridor: PostgreSQL's data folder")
                    .contains("half-made")
                    .doesNotContain("\tat ");
            assertThat(up.exitCode()).isNotZero();
        }
    }

    @Test
    void a_service_that_does_not_exist_is_a_sentence_that_names_those_that_do() throws Exception {
        try (var service = CommandProcess.start(home, "service", "casino")) {
            assertThat(service.said())
                    .contains("There is no service casino")
                    .contains("profile, payment, ledger, forex");
            assertThat(service.exitCode()).isNotZero();
        }
    }

    @Test
    void a_service_without_its_configuration_names_the_variable() throws Exception {
        try (var service = CommandProcess.start(home, "service", "profile")) {
            assertThat(service.said())
                    .contains("The environment variable HTTP_PORT is not set")
                    .doesNotContain("\tat ");
            assertThat(service.exitCode()).isNotZero();
        }
    }

    @Test
    void reset_deletes_only_after_a_yes() throws Exception {
        Files.createDirectories(home.resolve("postgresql"));
        try (var reset = CommandProcess.start(home, "reset").answer("n")) {
            assertThat(reset.said()).contains("Nothing was deleted.");
            assertThat(home.resolve("postgresql")).exists();
        }
        try (var reset = CommandProcess.start(home, "reset").answer("y")) {
            assertThat(reset.said()).contains("Deleted " + home);
            assertThat(reset.exitCode()).isZero();
            assertThat(home).doesNotExist();
        }
        Files.createDirectories(home);
    }
}
