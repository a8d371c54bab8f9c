package dev.corridor.edge.cache;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Response that can be given to other requests. Immutable, and shared by event loops.
 *
 * @param headers with lower-case names; without those of the connection, of the request that it was made for, and of CORS
 * @param selecting what a request must say to get it, by lower-case header name
 * @param receivedAt when the backend sent or confirmed it
 * @param ageThen how old it was at that time
 * @param lifetime how long it is fresh; zero: it is never used without asking the backend
 */
record StoredResponse(
        int status,
        List<Entry<String, String>> headers,
        Buffer body,
        Map<String, String> selecting,
        Instant receivedAt,
        Duration ageThen,
        Duration lifetime) {

    private static final int BYTES_BEYOND_TEXT = 300;
    private static final int BYTES_PER_HEADER = 80;

    StoredResponse {
        headers = List.copyOf(headers);
    }

    Duration age(Instant now) {
        Duration since = Duration.between(receivedAt, now);
        return since.isNegative() ? ageThen : ageThen.plus(since);
    }

    boolean isFresh(Instant now) {
        return age(now).compareTo(lifetime) < 0;
    }

    /** Whether it can be given to anybody but the request that it was fetched for. */
    boolean isReusable() {
        return !lifetime.isZero();
    }

    /** Returns the first value of a header; null if it has none. */
    String header(String name) {
        for (var header : headers) {
            if (header.getKey().equals(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    boolean hasValidator() {
        return header("etag") != null || header("last-modified") != null;
    }

    /** The bytes that it takes in memory, about. */
    int bytes() {
        int bytes = BYTES_BEYOND_TEXT + body.length();
        for (var header : headers) {
            bytes += BYTES_PER_HEADER
                    + header.getKey().length()
                    + header.getValue().length();
        }
        for (var header : selecting.entrySet()) {
            bytes += BYTES_PER_HEADER
                    + header.getKey().length()
                    + header.getValue().length();
        }
        return bytes;
    }
}
