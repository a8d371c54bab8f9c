package dev.corridor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.corridor.profile.v1.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JavaLoggingTest {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        JavaLogging.install();
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
    }

    @Test
    void a_warning_of_protobuf_is_one_line_without_a_stack() {
        User.newBuilder().setFullName("a\ud800b").build().toByteArray();

        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getLoggerName()).startsWith("com.google.protobuf");
            assertThat(line.getThrowableProxy()).isNull();
            assertThat(line.getKeyValuePairs()).anyMatch(field -> field.key.equals("reason"));
        });
    }

    @Test
    void parameters_are_filled_in() {
        java.util.logging.Logger.getLogger("some.library")
                .log(java.util.logging.Level.SEVERE, "Cannot read {0}.", "file.txt");

        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).isEqualTo("Cannot read file.txt.");
        });
    }

    @Test
    void what_is_below_the_level_of_the_log_is_dropped() {
        java.util.logging.Logger.getLogger("some.library").info("Started.");

        assertThat(log.list).isEmpty();
    }
}
