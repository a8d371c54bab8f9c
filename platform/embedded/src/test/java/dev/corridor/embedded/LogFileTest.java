package dev.corridor.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path folder;

    @Test
    void the_logs_of_the_last_runs_are_kept_the_newest_first() throws IOException {
        var log = new LogFile(folder.resolve("server.log"), 2, 100);
        for (String run : new String[] {"first", "second", "third", "fourth"}) {
            log.rotate();
            Files.writeString(log.path(), run);
        }

        assertThat(log.path()).hasContent("fourth");
        assertThat(log.older(1)).hasContent("third");
        assertThat(log.older(2)).hasContent("second");
        assertThat(log.older(3)).doesNotExist();
    }

    @Test
    void a_run_without_output_leaves_no_file() throws IOException {
        var log = new LogFile(folder.resolve("server.log"), 2, 100);
        Files.createFile(log.path());

        log.rotate();

        assertThat(log.older(1)).doesNotExist();
    }

    @Test
    void a_file_that_is_being_appended_to_stays_within_its_bound_without_holes() throws IOException {
        var log = new LogFile(folder.resolve("server.log"), 2, 100);
        try (var server = new FileOutputStream(log.path().toFile(), true)) {
            server.write("a".repeat(101).getBytes(UTF_8));

            log.rotateWhileOpen();
            server.write("after".getBytes(UTF_8));
            log.rotateWhileOpen();
        }

        assertThat(log.path()).hasContent("after");
        assertThat(log.older(1)).hasContent("a".repeat(101));
        assertThat(log.older(2)).doesNotExist();
    }
}
