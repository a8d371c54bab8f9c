package dev.corridor.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaRuntimeOptionsTest {
    @ParameterizedTest
    @ValueSource(ints = {17, 21, 23})
    void a_runtime_that_does_not_know_the_options_is_not_given_them(int release) {
        assertThat(JavaRuntimeOptions.of(release)).isEmpty();
    }

    @Test
    void the_options_are_those_of_the_script() throws Exception {
        assertThat(Files.readString(Path.of("../../corridor")))
                .contains("JAVA_OPTIONS=(" + String.join(" ", JavaRuntimeOptions.of(25)) + ")");
    }
}
