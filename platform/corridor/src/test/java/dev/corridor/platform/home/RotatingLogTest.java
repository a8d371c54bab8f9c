package dev.corridor.platform.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.LogFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingLogTest {
    @TempDir
    Path folder;

    private LogFile file;

    @BeforeEach
    void name() {
        file = new LogFile(folder.resolve("corridor.log"), 3, 10);
    }

    @Test
    void a_new_run_keeps_the_log_of_the_last() throws IOException {
        write("crashed");
        write("started");

        assertThat(file.path()).hasContent("started");
        assertThat(file.older(1)).hasContent("crashed");
    }

    @Test
    void a_full_file_is_followed_by_a_new_one() throws IOException {
        write("0123456789+", "next", "line");

        assertThat(file.path()).hasContent("nextline");
        assertThat(file.older(1)).hasContent("0123456789+");
    }

    @Test
    void the_oldest_file_is_dropped() throws IOException {
        write("0123456789-1", "0123456789-2", "0123456789-3", "0123456789-4", "0123456789-5");

        assertThat(file.path()).hasContent("0123456789-5");
        assertThat(file.older(3)).hasContent("0123456789-2");
        assertThat(file.older(4)).doesNotExist();
    }

    private void write(String... lines) throws IOException {
        try (var log = RotatingLog.open(file)) {
            for (String line : lines) {
                log.write(line.getBytes(UTF_8));
            }
        }
    }
}
