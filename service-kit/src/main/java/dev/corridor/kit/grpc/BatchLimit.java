package dev.corridor.kit.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;

/** Bound of a batch in one gRPC call, for the client that sends it and the server that reads it. */
public final class BatchLimit {
    static final int MAX = 500;

    private BatchLimit() {}

    /**
     * @param what the items, for the message, such as "postings"
     * @throws Problem invalid_request when there is none, or more than the bound
     */
    public static void require(int count, String what) {
        if (count == 0 || count > MAX) {
            throw Problem.of(StandardError.INVALID_REQUEST, "A batch is of 1 to %d %s.".formatted(MAX, what));
        }
    }
}
