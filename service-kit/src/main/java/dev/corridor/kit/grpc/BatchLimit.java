package dev.corridor.kit.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;

/** How many questions one call carries: {@link ServiceClient} sends no more, and the doors that take many let no more in. */
public final class BatchLimit {
    static final int MOST = 500;

    private BatchLimit() {}

    /**
     * @param what the questions are, for the message, such as "postings"
     * @throws Problem invalid_request when there are none, or too many
     */
    public static void require(int count, String what) {
        if (count == 0 || count > MOST) {
            throw Problem.of(StandardError.INVALID_REQUEST, "A batch is of 1 to %d %s.".formatted(MOST, what));
        }
    }
}
