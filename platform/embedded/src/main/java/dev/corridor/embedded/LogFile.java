package dev.corridor.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Log file of a process, kept with those of its last runs: {@code server.log}, {@code server.log.1} and so on, the newest
 * first. No file grows beyond a bound.
 */
public record LogFile(Path path, int kept, long maxBytes) {
    private static final int KEPT = 9;
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    /** The file, nine older ones, and at most 8 MiB in each. */
    public static LogFile of(Path path) {
        return new LogFile(path, KEPT, MAX_BYTES);
    }

    /** Renames the file, so that the next run starts a new one. Nothing happens if it is empty. */
    public void rotate() throws IOException {
        if (hasContent()) {
            shift();
            Files.move(path, older(1), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Moves the content of a file that is too large to an older one, while another process appends to the file. It must have
     * been opened for appending: a process that writes at its own offset would leave a hole.
     */
    void rotateWhileOpen() throws IOException {
        if (isFull()) {
            shift();
            Files.copy(path, older(1), StandardCopyOption.REPLACE_EXISTING);
            try (var log = FileChannel.open(path, StandardOpenOption.WRITE)) {
                log.truncate(0);
            }
        }
    }

    public boolean isFull() {
        return size() > maxBytes;
    }

    /** The file of that many runs before. */
    public Path older(int runs) {
        return path.resolveSibling(path.getFileName() + "." + runs);
    }

    private boolean hasContent() {
        return size() > 0;
    }

    private long size() {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void shift() throws IOException {
        for (int runs = kept - 1; runs > 0; runs--) {
            if (Files.exists(older(runs))) {
                Files.move(older(runs), older(runs + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
