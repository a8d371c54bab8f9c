package dev.corridor.edge.usage.domain;

import java.time.Duration;
import java.time.Instant;

/** Length of the intervals that calls are added up in, and how long they are kept. */
public enum Resolution {
    MINUTE(Duration.ofMinutes(1), Duration.ofDays(2)),
    HOUR(Duration.ofHours(1), Duration.ofDays(90)),
    DAY(Duration.ofDays(1), Duration.ofDays(730));

    private final Duration interval;
    private final Duration retention;

    Resolution(Duration interval, Duration retention) {
        this.interval = interval;
        this.retention = retention;
    }

    public Duration interval() {
        return interval;
    }

    public Duration retention() {
        return retention;
    }

    /** Returns the start of the interval (UTC) that contains the time. */
    public Instant startOf(Instant time) {
        long seconds = interval.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** Returns the finest resolution whose intervals of the time span are at most {@code points}. */
    public static Resolution of(Duration span, int points) {
        for (Resolution resolution : values()) {
            if (span.dividedBy(resolution.interval) <= points) {
                return resolution;
            }
        }
        return DAY;
    }
}
