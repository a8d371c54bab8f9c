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
    void place() {
        file = folder.resolve("run.json");
    }

    @Test
    void what_was_written_is_read_while_the_process_runs() {
        var run = ofThisProcess();
        run.write(file);
        assertThat(RunFile.read(file)).contains(run);
    }

    @Test
    void only_its_owner_can_read_it() throws Exception {
        ofThisProcess().write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_process_that_got_the_number_of_the_platform_is_not_taken_for_it() {
        var current = ofThisProcess();
        new RunFile(
                        current.pid(),
                        Instant.EPOCH,
                        current.certificate(),
                        current.databasePassword(),
                        current.operatorSecret(),
                        current.userPassword())
                .write(file);
        assertThat(RunFile.read(file)).isEmpty();
    }

    @Test
    void without_a_file_nothing_runs() {
        assertThat(RunFile.read(file)).isEmpty();
    }

    @Test
    void a_file_that_makes_no_sense_is_a_sentence() throws Exception {
        Files.writeString(file, "{");
        assertThatThrownBy(() -> RunFile.read(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void secrets_do_not_show_when_it_is_printed() {
        assertThat(ofThisProcess().toString()).doesNotContain("database-password", "operator-secret", "user-password");
    }

    private RunFile ofThisProcess() {
        return RunFile.ofThisProcess(
                folder.resolve("tls.pem"),
                new Secret("database-password"),
                new Secret("operator-secret"),
                new Secret("user-password"));
    }
}
