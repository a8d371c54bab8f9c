package dev.corridor.forex.engine.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The next lines of a recording, read ahead on a worker, a bounded number of them. Belongs to one event loop. */
final class ReplayBuffer {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayBuffer.class);
    private static final int READ_AT_ONCE = 2_048;
    /** From the last line to the first, when it is played again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Recording recording;
    private final double speed;
    private final boolean loops;
    private final Queue<Due> ahead = new ArrayDeque<>();
    /** Where the worker is; nobody else's while it is reading. */
    private RecordingReader reader;

    private long round;
    private boolean reading;
    private boolean ended;
    private boolean closed;

    /** @param after the beginning of the session, in its own time */
    private record Due(Duration after, RecordedPrice price) {}

    /** @param isLast nothing follows it */
    private record Stretch(List<Due> lines, boolean isLast) {}

    ReplayBuffer(Vertx vertx, Recording recording, double speed, boolean loops) {
        this.vertx = vertx;
        this.recording = recording;
        this.speed = speed;
        this.loops = loops;
    }

    /** The next line, if it is due; empty also while it is still being read. */
    Optional<RecordedPrice> take(Duration elapsed) {
        var next = ahead.peek();
        if (next == null || next.after.compareTo(elapsed) > 0) {
            return Optional.empty();
        }
        ahead.poll();
        if (ahead.size() < READ_AT_ONCE) {
            fill();
        }
        return Optional.of(next.price);
    }

    /** Nothing will come any more. */
    boolean isOver() {
        return ended && ahead.isEmpty();
    }

    Future<Void> fill() {
        if (reading || ended || closed) {
            return Future.succeededFuture();
        }
        reading = true;
        return vertx.executeBlocking(this::read)
                .onFailure(unreadable -> {
                    LOG.atError().setCause(unreadable).log("the recording can't be read any more");
                    ended = true;
                })
                .onSuccess(stretch -> {
                    ahead.addAll(stretch.lines);
                    ended = stretch.isLast;
                })
                .onComplete(read -> {
                    reading = false;
                    if (closed) {
                        release();
                    }
                })
                .mapEmpty();
    }

    private Stretch read() {
        var lines = new ArrayList<Due>(READ_AT_ONCE);
        boolean playing = true;
        while (playing && lines.size() < READ_AT_ONCE) {
            if (reader == null) {
                reader = recording.open();
            }
            var next = reader.next();
            next.ifPresent(price -> lines.add(due(price)));
            if (next.isEmpty()) {
                rewind();
                playing = loops;
            }
        }
        return new Stretch(lines, !playing);
    }

    private void rewind() {
        reader.close();
        reader = null;
        round++;
    }

    private Due due(RecordedPrice price) {
        var whole = recording.length().plus(PAUSE).multipliedBy(round);
        var recorded = whole.plus(Duration.between(recording.begin(), price.time()));
        return new Due(Duration.ofNanos((long) (recorded.toNanos() / speed)), price);
    }

    void close() {
        closed = true;
        if (!reading) {
            release();
        }
    }

    private void release() {
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
