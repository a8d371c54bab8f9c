package dev.corridor.platform.command;

import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints ticks: on a terminal as a table that is updated in place, elsewhere one line a tick. */
abstract class Ticker {
    abstract void show(JsonObject tick);

    static Ticker forTerminal(PrintStream out, boolean isTerminal) {
        return isTerminal ? new Table(out) : new Lines(out);
    }

    private static String columns(JsonObject tick) {
        return "%-8s bid %-12s ask %-12s"
                .formatted(tick.getString("pair"), tick.getString("bid"), tick.getString("ask"));
    }

    private static final class Lines extends Ticker {
        private final PrintStream out;

        private Lines(PrintStream out) {
            this.out = out;
        }

        @Override
        void show(JsonObject tick) {
            out.println(columns(tick) + " " + tick.getString("time"));
            out.flush();
        }
    }

    /** Table with one row a pair, in the order of the first ticks; green after a rise, red after a fall. */
    private static final class Table extends Ticker {
        private static final String GREEN = "\u001b[32m";
        private static final String RED = "\u001b[31m";
        private static final String PLAIN = "\u001b[0m";
        private static final String CLEAR_LINE = "\u001b[2K";
        // A row that wrapped would be two lines, and the cursor would move up too few of them.
        private static final String WRAP_OFF = "\u001b[?7l";
        private static final String WRAP_ON = "\u001b[?7h";

        private final PrintStream out;
        private final List<String> order = new ArrayList<>();
        private final Map<String, String> rows = new HashMap<>();
        private final Map<String, BigDecimal> mids = new HashMap<>();

        private Table(PrintStream out) {
            this.out = out;
        }

        @Override
        void show(JsonObject tick) {
            var pair = tick.getString("pair");
            var mid = new BigDecimal(tick.getString("mid"));
            var before = mids.put(pair, mid);
            var change = before == null ? 0 : mid.compareTo(before);
            var drawn = order.size();
            if (before == null) {
                order.add(pair);
            }
            rows.put(pair, columns(tick) + " " + arrow(change) + " " + tick.getString("time"));
            draw(drawn);
        }

        private void draw(int rowsDrawn) {
            var screen = new StringBuilder(WRAP_OFF);
            if (rowsDrawn > 0) {
                screen.append("\u001b[").append(rowsDrawn).append('A');
            }
            order.forEach(
                    pair -> screen.append(CLEAR_LINE).append(rows.get(pair)).append('\n'));
            out.print(screen.append(WRAP_ON));
            out.flush();
        }

        private static String arrow(int change) {
            return change > 0 ? GREEN + "▲" + PLAIN : change < 0 ? RED + "▼" + PLAIN : " ";
        }
    }
}
