package dev.corridor.kit.request;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.util.Optional;

/**
 * Bounds of the page size that a caller may ask for.
 *
 * @param usual the size of a page when the caller asks for none
 * @param maximum the largest size that a caller may ask for
 */
public record PageLimit(int usual, int maximum) {

    public PageLimit {
        if (usual < 1 || usual > maximum) {
            throw new IllegalArgumentException("The usual limit must be between 1 and the maximum");
        }
    }

    /** Reads the limit of a REST request. @throws Problem invalid_request */
    public int of(Optional<String> parameter) {
        return parameter.map(this::parse).orElse(usual);
    }

    /** Reads the limit of a gRPC request, where 0 means that the caller asked for none. @throws Problem invalid_request */
    public int of(int requested) {
        return requested == 0 ? usual : require(requested);
    }

    /** @throws Problem invalid_request unless {@code requested} is between 1 and the maximum */
    public int require(int requested) {
        if (requested < 1 || requested > maximum) {
            throw outOfRange();
        }
        return requested;
    }

    private int parse(String text) {
        long whole = WholeNumber.parse(text).orElseThrow(this::outOfRange);
        return require((int) Math.min(whole, Integer.MAX_VALUE));
    }

    private Problem outOfRange() {
        return Problem.of(
                StandardError.INVALID_REQUEST, "The limit must be a whole number between 1 and " + maximum + ".");
    }
}
