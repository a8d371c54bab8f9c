package dev.corridor.platform.home;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Prints progress to the terminal and records how long each part took. Safe for use by several threads. */
public final class Progress {
    private final PrintStream out;
    private final List<Part> parts = new ArrayList<>();

    /** A finished part of a start. Parts overlap in time. */
    public record Part(String name, Duration took) {
        @Override
        public String toString() {
            return name + " " + seconds(took);
        }
    }

    public Progress(PrintStream out) {
        this.out = out;
    }

    public void say(String sentence) {
        out.println(sentence);
        out.flush();
    }

    /** Does the work of a part, then prints and records the time that it took. */
    public <T> T timed(String part, Callable<T> work) throws Exception {
        var startedAt = System.nanoTime();
        var result = work.call();
        done(part, Duration.ofNanos(System.nanoTime() - startedAt));
        return result;
    }

    private synchronized void done(String part, Duration took) {
        parts.add(new Part(part, took));
        say(String.format(Locale.ROOT, "  %-18s %6s", part, seconds(took)));
    }

    /** The finished parts, the first finished first. */
    public synchronized List<Part> parts() {
        return List.copyOf(parts);
    }

    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
