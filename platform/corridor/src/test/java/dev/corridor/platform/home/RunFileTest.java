package dev.corridor.platform.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void locate() {
        file = folder.resolve("run.json");
    }

    @Test
    void a_run_file_is_read_while_its_process_runs() {
        var run = ofThisProcess();
        run.write(file);
        assertThat(RunFile.read(file)).contains(run);
    }

    @Test
    void only_the_owner_can_read_the_file() throws Exception {
        ofThisProcess().write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void another_process_with_the_same_id_is_not_the_platform() {
        var current = ofThisProcess();
        new RunFile(current.pid(), Instant.EPOCH, current.certificate(), current.secrets()).write(file);
        assertThat(RunFile.read(file)).isEmpty();
    }

    @Test
    void without_a_file_no_platform_runs() {
        assertThat(RunFile.read(file)).isEmpty();
    }

    @Test
    void an_invalid_file_is_reported_by_name() throws Exception {
        Files.writeString(file, "{");
        assertThatThrownBy(() -> RunFile.read(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void secrets_are_not_printed() {
        assertThat(ofThisProcess().toString()).doesNotContain("of-the-");
    }

    private RunFile ofThisProcess() {
        return RunFile.ofThisProcess(
                folder.resolve("tls.pem"),
                new RunFile.Secrets(
                        new Secret("of-the-database"),
                        new Secret("of-the-kafka-user"),
                        new Secret("of-the-redis"),
                        new Secret("of-the-operator"),
                        new Secret("of-the-users")));
    }
}
