package dev.corridor.embedded;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Bound of the start of one server or service. A process that ends while it starts is noticed at once, whatever the bound. */
public final class StartTimeout {
    public static final String VARIABLE = "CORRIDOR_START_TIMEOUT";
    private static final String DEFAULT = "PT5M";

    private StartTimeout() {}

    /** Reads {@value #VARIABLE}, an ISO 8601 duration. */
    public static Duration ofThisMachine() {
        String text = System.getenv().getOrDefault(VARIABLE, DEFAULT);
        try {
            var timeout = Duration.parse(text);
            if (!timeout.isNegative() && !timeout.isZero()) {
                return timeout;
            }
        } catch (DateTimeParseException malformed) {
            // The failure below names the variable.
        }
        throw new ServerFailure("The environment variable " + VARIABLE + " is not a duration such as PT5M.");
    }
}
