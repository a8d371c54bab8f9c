package dev.corridor.platform.host;

import dev.corridor.embedded.ServerProcess;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Starts a process that ended again, with growing pauses, until it runs. It never gives up: the rest of the platform works
 * meanwhile, and what keeps the process from running may pass, such as a full disk.
 */
final class Restarter {
    private final String name;
    private final Supervision supervision;
    private final BooleanSupplier stopping;
    private final RestartBackoff backoff = new RestartBackoff(System::nanoTime);

    /**
     * @param name for the terminal, such as "The profile service"
     * @param stopping whether the platform stops, so that the process stays ended
     */
    Restarter(String name, Supervision supervision, BooleanSupplier stopping) {
        this.name = name;
        this.supervision = supervision;
        this.stopping = stopping;
    }

    /** The first start has succeeded. */
    void started() {
        backoff.started();
    }

    /**
     * Blocks until the process runs again.
     *
     * @param starter returns when it runs
     * @return empty when the platform stops
     */
    <T> Optional<T> restart(ServerProcess ended, int exitCode, Supplier<T> starter) {
        backoff.ended();
        String event = "%s (process %d) ended with exit code %d%s"
                .formatted(
                        name,
                        ended.pid(),
                        exitCode,
                        ended.reason().map(each -> ": " + each).orElse(""));
        while (!stopping.getAsBoolean() && pause(event)) {
            try {
                T started = starter.get();
                backoff.started();
                return Optional.of(started);
            } catch (RuntimeException failure) {
                event = name + " cannot be restarted: " + failure.getMessage();
            }
        }
        return Optional.empty();
    }

    /** Reports the event and waits. @return false when the platform stops */
    private boolean pause(String event) {
        var pause = backoff.next();
        if (Thread.currentThread().isInterrupted() || stopping.getAsBoolean()) {
            return false;
        }
        supervision
                .progress()
                .say(event
                        + (event.endsWith(".") ? "" : ".")
                        + (pause.isZero()
                                ? " It is being restarted."
                                : " The next attempt is in " + pause.toSeconds() + " s."));
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException stops) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
