package dev.corridor.kit.runtime;

import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Handler that passes what libraries log by java.util.logging to the service's log, a line each. An exception becomes a
 * field: its stack would be the library's own. Not jul-to-slf4j, which keeps the stacks.
 */
public final class JavaLogging extends Handler {
    private final SimpleFormatter messages = new SimpleFormatter();

    private JavaLogging() {}

    /** Replaces the handlers of this JVM, which print to standard error. */
    public static void install() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new JavaLogging());
    }

    @Override
    public void publish(LogRecord event) {
        String name = event.getLoggerName() == null ? "" : event.getLoggerName();
        var line = LoggerFactory.getLogger(name).atLevel(level(event));
        if (event.getThrown() != null) {
            line = line.addKeyValue("reason", event.getThrown().toString());
        }
        line.log(messages.formatMessage(event));
    }

    private static Level level(LogRecord event) {
        int value = event.getLevel().intValue();
        if (value >= java.util.logging.Level.SEVERE.intValue()) {
            return Level.ERROR;
        }
        if (value >= java.util.logging.Level.WARNING.intValue()) {
            return Level.WARN;
        }
        return value >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
    }

    @Override
    public void flush() {
        // SLF4J's appenders do it.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
