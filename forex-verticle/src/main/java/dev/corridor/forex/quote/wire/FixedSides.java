package dev.corridor.forex.quote.wire;

import dev.corridor.forex.v1.FixedSide;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;

/** Reads the fixed side of a conversion from a request. */
public final class FixedSides {
    private FixedSides() {}

    /** @throws Problem invalid_request */
    public static boolean isSource(FixedSide fixedSide) {
        return switch (fixedSide) {
            case FIXED_SIDE_SOURCE -> true;
            case FIXED_SIDE_UNSPECIFIED, FIXED_SIDE_TARGET -> false;
            case UNRECOGNIZED ->
                throw Problem.of(StandardError.INVALID_REQUEST, "fixed_side is neither source nor target.");
        };
    }
}
