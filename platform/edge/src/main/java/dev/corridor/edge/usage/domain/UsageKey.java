package dev.corridor.edge.usage.domain;

import java.time.YearMonth;

/**
 * Key of a counter of billable calls: one subscription with one plan in one calendar month (UTC). A subscription whose plan changes
 * within a month has a counter for each plan.
 *
 * @param application id of the application that called
 */
public record UsageKey(YearMonth month, String application, String api, String version, String plan) {
    private static final String SEPARATOR = "\n";
    private static final int PARTS = 5;

    /** Returns the key as one text, which {@link #parse} reads. */
    public String text() {
        return String.join(SEPARATOR, month.toString(), application, api, version, plan);
    }

    public static UsageKey parse(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("not a usage key: " + text);
        }
        return new UsageKey(YearMonth.parse(parts[0]), parts[1], parts[2], parts[3], parts[4]);
    }
}
