package dev.corridor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path path;

    private ServerFolder folder;

    @BeforeEach
    void claim() {
        folder = new ServerFolder("The sample", path.resolve("sample"));
        folder.claim();
    }

    @Test
    void a_program_that_ends_while_starting_is_reported_with_its_last_log_lines() {
        var process = start("echo 'no such disk'; exit 3", LONG);
        assertThatThrownBy(() -> process.awaitReady(() -> false, LONG))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("The sample ended while starting (exit code 3): no such disk");
    }

    @Test
    void the_output_of_the_last_run_is_kept() throws Exception {
        start("echo 'why it crashed'", LONG).ended().join();
        folder.claim();
        start("echo 'started again'", LONG).ended().join();

        assertThat(folder.log()).content().contains("started again").doesNotContain("crashed");
        assertThat(folder.logFile().older(1)).content().contains("why it crashed");
    }

    @Test
    void a_full_disk_is_told_as_the_reason() {
        assertThat(folder.diskShortage(Long.MAX_VALUE))
                .hasValueSatisfying(reason -> assertThat(reason).contains("the disk of " + folder.path() + " is full"));
        assertThat(folder.diskShortage(0)).isEmpty();
    }

    @Test
    void a_program_that_never_becomes_ready_is_ended_and_reported() {
        var process = start("exec sleep 1000", LONG);
        assertThatThrownBy(() -> process.awaitReady(() -> false, SHORT))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("was not ready");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void a_program_that_ignores_signals_is_killed() {
        var ready = path.resolve("ready");
        var process = start("trap '' TERM; touch " + ready + "; exec sleep 1000", SHORT);
        process.awaitReady(() -> Files.exists(ready), LONG);
        process.close();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void a_suspended_program_continues_when_it_is_resumed() {
        var ready = path.resolve("ready");
        var process = start(
                "while [ ! -e " + path.resolve("go") + " ]; do sleep 0.01; done; touch " + ready + "; exec sleep 1000",
                LONG);
        process.suspend();
        assertThat(path.resolve("go").toFile().mkdir()).isTrue();

        process.resume();

        process.awaitReady(() -> Files.exists(ready), LONG);
        process.kill();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void a_folder_can_be_claimed_after_its_process_was_closed() {
        start("exec sleep 1000", LONG).close();
        folder.claim();
        assertThat(folder.processFile()).doesNotExist();
    }

    @Test
    void a_folder_can_be_claimed_after_its_process_was_killed() {
        var process = start("exec sleep 1000", LONG);
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
        process.ended().join();
        folder.claim();
        assertThat(folder.processFile()).exists();
    }

    @Test
    void the_end_of_a_program_is_reported_with_its_exit_code() {
        assertThat(start("exit 7", LONG).ended().join()).isEqualTo(7);
    }

    private ServerProcess start(String script, Duration stopBound) {
        return ServerProcess.start(
                folder, List.of("sh", "-c", script), Map.of(), ServerProcess.StopSignal.TERM, stopBound);
    }
}
