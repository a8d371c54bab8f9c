package dev.corridor.kit.stream;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.TokenVerifier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The open streams of one event loop. Belongs to one verticle. */
public final class OpenStreams {
    private static final long CHECK_MS = 500;
    /** A stream that was full for less is only busy. */
    private static final long SLOW_MS = 2_000;

    private final StreamBudget budget;
    private final TokenVerifier tokens;
    private final int limit;
    private final LongSupplier millis;
    private final Set<OpenStream> streams = new HashSet<>();
    private final Counter refused;
    private final Counter slow;
    private int queueLimit = StreamBudget.MAX_QUEUE_BYTES;
    private long queuedBytes;

    /** Makes the streams of the current event loop, and checks them from now on. @param limit streams */
    public static OpenStreams start(
            Vertx vertx, StreamBudget budget, TokenVerifier tokens, int limit, MeterRegistry metrics) {
        var streams = new OpenStreams(budget, tokens, limit, OpenStreams::millis, metrics);
        vertx.setPeriodic(CHECK_MS, due -> streams.check());
        return streams;
    }

    OpenStreams(StreamBudget budget, TokenVerifier tokens, int limit, LongSupplier millis, MeterRegistry metrics) {
        this.budget = budget;
        this.tokens = tokens;
        this.limit = limit;
        this.millis = millis;
        refused = metrics.counter("corridor.streams.refused");
        slow = metrics.counter("corridor.streams.slow.closed");
        metrics.gauge("corridor.streams.open", budget, StreamBudget::streams);
        metrics.gauge("corridor.streams.memory.fixed.bytes", budget, StreamBudget::fixedBytes);
        metrics.gauge("corridor.streams.memory.limit.bytes", budget, StreamBudget::bytes);
    }

    /** @throws Problem overloaded when another stream does not fit */
    public void requireRoom() {
        if (streams.size() >= limit || !budget.hasRoom()) {
            refused.increment();
            endSlowest(StreamBudget.MIN_QUEUE_BYTES);
            throw overloaded();
        }
    }

    /** Adds a stream. Its transport has called {@link #requireRoom} before, and calls {@link OpenStream#close} later. */
    public OpenStream open(StreamConnection connection) {
        budget.opened();
        divideQueues();
        var stream = new OpenStream(connection, budget, millis);
        stream.limitQueue(queueLimit);
        streams.add(stream);
        stream.closed().onComplete(closed -> streams.remove(stream));
        return stream;
    }

    static Problem overloaded() {
        return Problem.of(StandardError.OVERLOADED, "Too many streams are open.");
    }

    void check() {
        divideQueues();
        for (var stream : List.copyOf(streams)) {
            stream.checkToken(tokens);
            if (stream.isStalled()) {
                end(stream);
            }
        }
        endSlowest(excess());
    }

    /** Sets the limits of all write queues when the number of streams has changed much. */
    private void divideQueues() {
        int current = budget.queueLimit();
        if (current != queueLimit) {
            queueLimit = current;
            streams.forEach(stream -> stream.limitQueue(current));
        }
    }

    private long excess() {
        long before = queuedBytes;
        queuedBytes = streams.stream().mapToLong(OpenStream::queuedBytes).sum();
        return budget.queueMore(queuedBytes - before);
    }

    /** Ends the streams that have been full for the longest, until so many bytes are no longer queued. */
    private void endSlowest(long excessBytes) {
        if (excessBytes <= 0) {
            return;
        }
        var slowest = streams.stream()
                .filter(stream -> stream.isFull() && stream.fullMs() >= SLOW_MS)
                .sorted(Comparator.comparingLong(OpenStream::fullMs).reversed())
                .toList();
        long remaining = excessBytes;
        for (var stream : slowest) {
            if (remaining <= 0) {
                return;
            }
            remaining -= stream.queuedBytes();
            if (!stream.isEnding()) {
                end(stream);
            }
        }
    }

    private void end(OpenStream stream) {
        slow.increment();
        stream.endAsSlow();
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
