package dev.corridor.kit.value;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.time.Instant;
import java.util.Optional;

/** Rule for periods that callers ask for: they do not end before they begin. */
public final class Period {
    private Period() {}

    /** @throws Problem invalid_request */
    public static void require(Optional<Instant> from, Optional<Instant> to) {
        if (from.isPresent() && to.isPresent()) {
            require(from.get(), to.get(), StandardError.INVALID_REQUEST);
        }
    }

    /** @throws Problem with {@code invalid} */
    public static void require(Instant from, Instant to, ErrorCode invalid) {
        if (from.isAfter(to)) {
            throw Problem.of(invalid, "The period ends before it begins: from %s is after to %s.".formatted(from, to));
        }
    }
}
