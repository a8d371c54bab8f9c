package dev.corridor.kit.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.corridor.kit.request.Correlation;
import org.slf4j.event.KeyValuePair;

/** Log appender that writes events to the console, each with the correlation id of its request. */
public final class CorrelatedConsoleAppender extends ConsoleAppender<ILoggingEvent> {

    @Override
    protected void append(ILoggingEvent event) {
        String id = Correlation.current();
        if (!id.isEmpty() && event instanceof LoggingEvent mutable) {
            mutable.addKeyValuePair(new KeyValuePair("correlation_id", id));
        }
        super.append(event);
    }
}
