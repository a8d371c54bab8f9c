package dev.corridor.benchmarks.measure;

/** Failure of a measurement, for example because calls failed. The message is shown on the terminal. */
public final class MeasurementFailure extends RuntimeException {
    public MeasurementFailure(String message) {
        super(message, null, false, false);
    }

    MeasurementFailure(String side, Sample sample) {
        this("%s: %,d of %,d calls failed; the first: %s"
                .formatted(
                        side,
                        sample.errors(),
                        sample.errors() + sample.calls(),
                        sample.firstFailure().orElse("unknown")));
    }
}
