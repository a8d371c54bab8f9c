package dev.corridor.edge.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Fetch of a response that several requests can wait for, on any event loops. */
final class SharedFetch {
    /** Without a context, so that each waiting request goes on where it belongs. */
    private final Promise<Outcome> outcome = Promise.promise();

    private volatile boolean isOutdated;

    /** Result of a fetch. */
    sealed interface Outcome {}

    /** Response that has been stored, or confirmed. */
    record Storable(StoredResponse response, CacheStatus status) implements Outcome {}

    /** Response that must not be stored; it answers at most the request that it was fetched for. */
    record Unstorable(StoredResponse response) implements Outcome {}

    /** Response that was given up because it is too large to be stored. */
    record TooLarge() implements Outcome {}

    Future<Outcome> outcome() {
        return outcome.future();
    }

    Promise<Outcome> promise() {
        return outcome;
    }

    /** Notes that the resource has been changed since the fetch began, so that its response must not be stored. */
    void outdate() {
        isOutdated = true;
    }

    boolean isOutdated() {
        return isOutdated;
    }
}
