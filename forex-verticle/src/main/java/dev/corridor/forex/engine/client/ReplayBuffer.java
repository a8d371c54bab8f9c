package dev.corridor.forex.engine.client;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounded buffer of a recording's next lines, read ahead on a worker. Belongs to one event loop once it is filled. */
final class ReplayBuffer {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayBuffer.class);
    private static final int LINES_PER_READ = 2_048;
    /** Pause between the last line and the first when the recording loops. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Recording recording;
    private final double speed;
    private final boolean loops;
    private final Queue<Due> lines = new ArrayDeque<>();
    /** Used by the worker alone while it reads. */
    private RecordingReader reader;

    private long round;
    private boolean reading;
    private boolean ended;
    private boolean closed;

    /** @param after time since the beginning of the session */
    private record Due(Duration after, RecordedPrice price) {}

    /** @param isLast no more lines follow */
    private record Chunk(List<Due> lines, boolean isLast) {}

    ReplayBuffer(Vertx vertx, Recording recording, double speed, boolean loops) {
        this.vertx = vertx;
        this.recording = recording;
        this.speed = speed;
        this.loops = loops;
    }

    /** Takes the next line if it is due. Empty also while the worker still reads it. */
    Optional<RecordedPrice> take(Duration elapsed) {
        var next = lines.peek();
        if (next == null || next.after.compareTo(elapsed) > 0) {
            return Optional.empty();
        }
        lines.poll();
        if (lines.size() < LINES_PER_READ) {
            fill();
        }
        return Optional.of(next.price);
    }

    /** Returns whether every line has been taken. */
    boolean isExhausted() {
        return ended && lines.isEmpty();
    }

    /** Reads the first lines. Blocks. */
    void fillNow() {
        add(read());
    }

    private void fill() {
        if (reading || ended || closed) {
            return;
        }
        reading = true;
        vertx.executeBlocking(this::read)
                .onSuccess(this::add)
                .onFailure(unreadable -> {
                    LOG.atError().setCause(unreadable).log("the recording can no longer be read");
                    ended = true;
                })
                .onComplete(read -> {
                    reading = false;
                    if (closed) {
                        closeReader();
                    }
                });
    }

    private void add(Chunk chunk) {
        lines.addAll(chunk.lines);
        ended = chunk.isLast;
    }

    private Chunk read() {
        var next = new ArrayList<Due>(LINES_PER_READ);
        boolean playing = true;
        while (playing && next.size() < LINES_PER_READ) {
            if (reader == null) {
                reader = recording.open();
            }
            var line = reader.next();
            line.ifPresent(price -> next.add(due(price)));
            if (line.isEmpty()) {
                rewind();
                playing = loops;
            }
        }
        return new Chunk(next, !playing);
    }

    private void rewind() {
        reader.close();
        reader = null;
        round++;
    }

    private Due due(RecordedPrice price) {
        var wholeRounds = recording.length().plus(PAUSE).multipliedBy(round);
        var recorded = wholeRounds.plus(Duration.between(recording.begin(), price.time()));
        return new Due(Duration.ofNanos((long) (recorded.toNanos() / speed)), price);
    }

    void close() {
        closed = true;
        if (!reading) {
            closeReader();
        }
    }

    private void closeReader() {
        var open = reader;
        reader = null;
        if (open != null) {
            vertx.executeBlocking(() -> {
                open.close();
                return null;
            });
        }
    }
}
