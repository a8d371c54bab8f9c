package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checks the shell scripts. */
class ScriptIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    @Test
    void shellcheck_finds_nothing_in_the_scripts() throws Exception {
        var shellcheck = new ProcessBuilder("shellcheck", "corridor", ".ci/run")
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(shellcheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shellcheck.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEmpty();
        assertThat(shellcheck.exitValue()).isZero();
    }

    @Test
    void the_scripts_are_executable() {
        assertThat(Files.isExecutable(ROOT.resolve("corridor"))).isTrue();
        assertThat(Files.isExecutable(ROOT.resolve(".ci/run"))).isTrue();
    }
}
