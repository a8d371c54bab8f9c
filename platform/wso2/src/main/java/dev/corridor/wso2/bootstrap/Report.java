package dev.corridor.wso2.bootstrap;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Progress of the bootstrap: a line for each thing that it creates, updates or waits for, and the totals. */
public final class Report {
    private final Consumer<String> lines;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

    /** What became of one thing. */
    public enum Outcome {
        CREATED,
        UPDATED,
        REDEPLOYED,
        UNCHANGED
    }

    public Report(Consumer<String> lines) {
        this.lines = lines;
    }

    void say(String line) {
        lines.accept(line);
    }

    void add(Outcome outcome, String thing) {
        counts.merge(outcome, 1, Integer::sum);
        if (outcome != Outcome.UNCHANGED) {
            lines.accept("  " + outcome.name().toLowerCase(java.util.Locale.ROOT) + " " + thing);
        }
    }

    public int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    String totals() {
        return count(Outcome.CREATED) + " created, " + count(Outcome.UPDATED) + " updated, " + count(Outcome.REDEPLOYED)
                + " redeployed, " + count(Outcome.UNCHANGED) + " unchanged";
    }
}
