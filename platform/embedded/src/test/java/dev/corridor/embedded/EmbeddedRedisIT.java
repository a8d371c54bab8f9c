package dev.corridor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
    private static final String PASSWORD = "of-this-test";

    @TempDir
    Path folder;

    @Test
    void nothing_survives_a_restart_by_default() throws IOException {
        try (var redis = start(false)) {
            assertThat(send(redis, "SET greeting hello")).isEqualTo("+OK");
            assertThat(send(redis, "INCR visits")).isEqualTo(":1");
        }
        try (var redis = start(false)) {
            assertThat(send(redis, "INCR visits")).isEqualTo(":1");
        }
    }

    @Test
    void with_append_only_a_second_start_finds_the_data_of_the_first() throws IOException {
        try (var redis = start(true)) {
            assertThat(send(redis, "INCR visits")).isEqualTo(":1");
        }
        try (var redis = start(true)) {
            assertThat(send(redis, "INCR visits")).isEqualTo(":2");
        }
    }

    @Test
    void a_folder_in_use_is_refused_with_the_id_of_its_process() {
        try (var redis = start(false)) {
            assertThatThrownBy(() -> start(false))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("in use by process " + redis.process().pid());
        }
    }

    private EmbeddedRedis start(boolean appendOnly) {
        return EmbeddedRedis.start(
                new EmbeddedRedis.Options(folder.resolve("redis"), Ports.free(), PASSWORD, appendOnly));
    }

    private static String send(EmbeddedRedis redis, String command) throws IOException {
        try (var socket = Ports.connect(redis.port());
                var answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String login = "AUTH " + PASSWORD + "\r\n";
            socket.getOutputStream().write((login + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(answer.readLine()).isEqualTo("+OK");
            return answer.readLine();
        }
    }

    @Test
    void nobody_is_answered_without_the_password() throws IOException {
        try (var redis = start(false);
                var socket = Ports.connect(redis.port());
                var answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write("GET greeting\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(answer.readLine()).startsWith("-NOAUTH");
        }
    }

    @Test
    void the_password_is_on_no_command_line() {
        try (var redis = start(false)) {
            assertThat(ProcessHandle.of(redis.process().pid())
                            .orElseThrow()
                            .info()
                            .commandLine())
                    .hasValueSatisfying(line -> assertThat(line).doesNotContain(PASSWORD));
        }
    }
}
