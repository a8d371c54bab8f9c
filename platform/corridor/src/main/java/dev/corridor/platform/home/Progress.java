package dev.corridor.platform.home;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Says to the person at the terminal what is happening, and remembers how long each part took. Any thread. */
public final class Progress {
    private final PrintStream out;
    private final List<Part> parts = new ArrayList<>();

    /** Something that had to be done, from its own beginning to its own end; parts overlap. */
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

    /** Does a part and tells when it is done. */
    public <T> T timed(String part, Callable<T> work) throws Exception {
        var begun = System.nanoTime();
        var result = work.call();
        done(part, Duration.ofNanos(System.nanoTime() - begun));
        return result;
    }

    public synchronized void done(String part, Duration took) {
        parts.add(new Part(part, took));
        say(String.format(Locale.ROOT, "  %-18s %6s", part, seconds(took)));
    }

    /** In the order in which they were done. */
    public synchronized List<Part> parts() {
        return List.copyOf(parts);
    }

    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
