package dev.corridor.platform.demo;

import java.io.PrintStream;

/** Prints the walkthrough: numbered steps, sentences wrapped to the page width, and figures as they are. */
final class WalkthroughPrinter {
    private static final int WIDTH = 88;
    private static final String INDENT = "  ";

    private final PrintStream out;
    private int step;

    WalkthroughPrinter(PrintStream out) {
        this.out = out;
    }

    void title(String title) {
        out.println();
        out.println(title);
        out.println("=".repeat(title.length()));
    }

    void step(String heading) {
        out.println();
        out.println(++step + ". " + heading);
    }

    void sentence(String text, Object... values) {
        var line = new StringBuilder(INDENT);
        for (var word : text.formatted(values).split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(INDENT);
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }

    void figure(String line, Object... values) {
        out.println((INDENT + INDENT + line.formatted(values)).stripTrailing());
        out.flush();
    }
}
