package dev.corridor.benchmarks.measure;

/** Calls failed while they were measured, so there is no result. The message is for the person at the terminal. */
public final class CallsFailed extends RuntimeException {
    public CallsFailed(String message) {
        super(message, null, false, false);
    }

    CallsFailed(String side, Sample stretch) {
        this("%s: %,d of %,d calls failed; the first: %s"
                .formatted(
                        side,
                        stretch.errors(),
                        stretch.errors() + stretch.calls(),
                        stretch.firstFailure().orElse("unknown")));
    }
}
