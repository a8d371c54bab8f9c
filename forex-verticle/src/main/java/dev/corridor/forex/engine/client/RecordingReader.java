package dev.corridor.forex.engine.client;

import dev.corridor.forex.engine.client.RecordedPrice.MalformedLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a recording line by line. Blocks; not for an event loop. */
final class RecordingReader implements AutoCloseable {
    private static final int LONGEST_LINE = 128;

    private final Path file;
    private final BufferedReader lines;
    private RecordedPrice last;
    private long line;

    /** @throws UncheckedIOException */
    RecordingReader(Path file) {
        this.file = file;
        try {
            lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("it can't be read", unreadable);
        }
    }

    /**
     * Empty at the end.
     *
     * @throws MalformedLine naming the line
     * @throws UncheckedIOException
     */
    Optional<RecordedPrice> next() {
        try {
            var text = readLine();
            if (line == 1 && RecordedPrice.HEADER.equals(text)) {
                text = readLine();
            }
            return text == null ? Optional.empty() : Optional.of(follow(text));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("line " + (line + 1) + " of " + file + " can't be read", unreadable);
        }
    }

    private RecordedPrice follow(String text) {
        try {
            var price = RecordedPrice.parse(text);
            if (last != null && price.time().isBefore(last.time())) {
                throw new MalformedLine("it is from before the line above it");
            }
            last = price;
            return price;
        } catch (MalformedLine malformed) {
            throw at(line, malformed.getMessage());
        }
    }

    /** The line that was read last. */
    long line() {
        return line;
    }

    MalformedLine at(long where, String why) {
        return new MalformedLine("line " + where + " of " + file + ": " + why);
    }

    /** A file of another kind may have no line ends at all. */
    private String readLine() throws IOException {
        var text = new StringBuilder();
        int next = lines.read();
        if (next < 0) {
            return null;
        }
        line++;
        while (next >= 0 && next != '\n') {
            if (text.length() == LONGEST_LINE) {
                throw at(line, "it has more than " + LONGEST_LINE + " characters");
            }
            text.append((char) next);
            next = lines.read();
        }
        return text.toString().stripTrailing();
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException unclosed) {
            throw new UncheckedIOException(unclosed);
        }
    }
}
