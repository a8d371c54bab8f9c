package dev.corridor.forex.quote.wire;

import dev.corridor.forex.v1.Fix;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;

/** Reads which side of a conversion a request fixes. */
public final class FixedSide {
    private FixedSide() {}

    /** @throws Problem invalid_request */
    public static boolean isSource(Fix fix) {
        return switch (fix) {
            case FIX_SOURCE -> true;
            case FIX_UNSPECIFIED, FIX_TARGET -> false;
            case UNRECOGNIZED -> throw Problem.of(StandardError.INVALID_REQUEST, "Fix is neither source nor target.");
        };
    }
}
