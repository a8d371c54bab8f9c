package dev.corridor.edge.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.corridor.edge.config.Caching;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Memory of stored responses and of the fetches under way: one for all event loops of a process, bounded in bytes. */
final class ResponseStore implements Shareable {
    private static final String NAME = "corridor.edge.response-cache";
    /** Representations of one URI. */
    private static final int MAX_VARIANTS = 16;

    private static final int MAX_UNSTORABLE = 10_000;
    private static final Duration UNSTORABLE_FOR = Duration.ofSeconds(10);

    private final Cache<ResponseKey, List<StoredResponse>> responses;
    private final Cache<FetchKey, Boolean> unstorable = Caffeine.newBuilder()
            .maximumSize(MAX_UNSTORABLE)
            .expireAfterWrite(UNSTORABLE_FOR)
            .executor(Runnable::run)
            .build();
    private final ConcurrentHashMap<FetchKey, SharedFetch> fetches = new ConcurrentHashMap<>();
    private final AtomicLong unwritten = new AtomicLong();
    private final long maxUnwrittenBytes;

    /**
     * Identity of the request that the backend gets.
     *
     * @param headers summary of those that are passed on
     */
    record FetchKey(ResponseKey key, String headers) {}

    private ResponseStore(Caching.Bounds bounds) {
        this.maxUnwrittenBytes = bounds.maxTotalBytes();
        this.responses = Caffeine.newBuilder()
                .maximumWeight(bounds.maxTotalBytes())
                .<ResponseKey, List<StoredResponse>>weigher(ResponseStore::weight)
                // Evicts at once, so that the bound holds; there is little to do.
                .executor(Runnable::run)
                .build();
    }

    /** Returns the store of this process. */
    static ResponseStore of(Vertx vertx, Caching.Bounds bounds) {
        return vertx.sharedData()
                .<String, ResponseStore>getLocalMap(NAME)
                .computeIfAbsent(NAME, absent -> new ResponseStore(bounds));
    }

    private static int weight(ResponseKey key, List<StoredResponse> variants) {
        return key.bytes() + variants.stream().mapToInt(StoredResponse::bytes).sum();
    }

    /** Finds the stored response for a request with these headers, fresh or stale: of several, the one that was made for most of them. */
    Optional<StoredResponse> find(ResponseKey key, MultiMap request) {
        List<StoredResponse> variants = responses.getIfPresent(key);
        StoredResponse found = null;
        if (variants != null) {
            for (StoredResponse variant : variants) {
                if (SelectingHeaders.match(variant.selecting(), request)
                        && (found == null
                                || variant.selecting().size()
                                        > found.selecting().size())) {
                    found = variant;
                }
            }
        }
        return Optional.ofNullable(found);
    }

    /** Stores what a fetch has brought, unless the resource has been changed meanwhile. */
    void put(ResponseKey key, StoredResponse response, SharedFetch fetch) {
        if (fetch.isOutdated()) {
            return;
        }
        put(key, response);
        // A change may have come between the two lines above.
        if (fetch.isOutdated()) {
            responses.invalidate(key);
        }
    }

    /** A response takes the place of one for the same requests, and of the oldest one if there are too many. */
    private void put(ResponseKey key, StoredResponse response) {
        responses.asMap().merge(key, List.of(response), (variants, added) -> {
            var merged = new ArrayList<>(added);
            variants.stream()
                    .filter(variant -> !variant.selecting().equals(response.selecting()))
                    .limit(MAX_VARIANTS - 1)
                    .forEach(merged::add);
            return List.copyOf(merged);
        });
    }

    /** Removes all representations of a changed resource. A fetch that is under way stores none, and no further request joins it. */
    void invalidate(ResponseKey key) {
        fetches.forEach((fetchKey, fetch) -> {
            if (fetchKey.key().equals(key)) {
                fetch.outdate();
                fetches.remove(fetchKey, fetch);
            }
        });
        responses.invalidate(key);
    }

    /** Removes a representation that the backend has not confirmed. */
    void remove(ResponseKey key, StoredResponse response) {
        responses.asMap().computeIfPresent(key, (same, variants) -> {
            var others =
                    variants.stream().filter(variant -> variant != response).toList();
            return others.isEmpty() ? null : others;
        });
    }

    /** Makes a fetch the one that requests like it wait for, and returns it; or returns the one that is under way. */
    SharedFetch join(FetchKey key, SharedFetch fetch) {
        SharedFetch underWay = fetches.putIfAbsent(key, fetch);
        return underWay == null ? fetch : underWay;
    }

    void leave(FetchKey key, SharedFetch fetch) {
        fetches.remove(key, fetch);
    }

    /** Remembers for a while that requests like this one are answered by responses that must not be stored. */
    void markUnstorable(FetchKey key) {
        unstorable.put(key, true);
    }

    boolean isUnstorable(FetchKey key) {
        return unstorable.getIfPresent(key) != null;
    }

    /** Counts bytes of responses that wait for their callers to read them. */
    void addUnwritten(long bytes) {
        unwritten.addAndGet(bytes);
    }

    /**
     * Whether callers who do not read hold as much memory as all stored responses may take. The proxy streams: it holds little for
     * such a caller.
     */
    boolean isCongested() {
        return unwritten.get() > maxUnwrittenBytes;
    }

    long bytes() {
        return responses
                .policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
