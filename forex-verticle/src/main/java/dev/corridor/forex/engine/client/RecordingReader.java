package dev.corridor.forex.engine.client;

import dev.corridor.forex.engine.client.RecordedPrice.MalformedLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reader of a recording, line by line. Blocks; not for an event loop. */
final class RecordingReader implements AutoCloseable {
    private static final int MAX_LINE_LENGTH = 128;

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
            throw new UncheckedIOException("the file cannot be read", unreadable);
        }
    }

    /**
     * Reads the next price; empty at the end of the file.
     *
     * @throws MalformedLine that names the line
     * @throws UncheckedIOException
     */
    Optional<RecordedPrice> next() {
        try {
            var text = readLine();
            if (line == 1 && RecordedPrice.HEADER.equals(text)) {
                text = readLine();
            }
            return text == null ? Optional.empty() : Optional.of(inOrder(text));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("line " + (line + 1) + " of " + file + " cannot be read", unreadable);
        }
    }

    private RecordedPrice inOrder(String text) {
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

    /** Returns the number of the line that was read last. */
    long line() {
        return line;
    }

    MalformedLine at(long where, String why) {
        return new MalformedLine("line " + where + " of " + file + ": " + why);
    }

    /** Bounds the length of a line, since another kind of file may have no line ends at all. */
    private String readLine() throws IOException {
        var text = new StringBuilder();
        int next = lines.read();
        if (next < 0) {
            return null;
        }
        line++;
        while (next >= 0 && next != '\n') {
            if (text.length() == MAX_LINE_LENGTH) {
                throw at(line, "it has more than " + MAX_LINE_LENGTH + " characters");
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
