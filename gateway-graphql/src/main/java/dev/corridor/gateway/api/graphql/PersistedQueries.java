package dev.corridor.gateway.api.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.corridor.gateway.domain.GatewayError;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Sha256Digest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Registry that resolves hashes to queries: those that the operator trusts, and those that clients sent once with their hash
 * (Apollo's automatic persisted queries). What clients sent is kept by this process alone and may be dropped at any time; a client
 * that is told so sends its query again.
 */
final class PersistedQueries {
    private static final long REGISTERED_CHARACTERS = 4L * 1024 * 1024;
    /** Apollo's clients recognize this message. */
    private static final String NOT_FOUND = "PersistedQueryNotFound";

    private final GraphqlLimits limits;
    private final Cache<String, String> registered = Caffeine.newBuilder()
            .maximumWeight(REGISTERED_CHARACTERS)
            .<String, String>weigher((hash, query) -> query.length())
            .build();

    PersistedQueries(GraphqlLimits limits) {
        this.limits = limits;
    }

    /**
     * Returns the text of a request's query, and registers it if the request has its hash too.
     *
     * @throws Problem persisted_query_not_found, persisted_query_mismatch, query_not_trusted; invalid_request without both
     */
    String text(GraphqlRequest request) {
        if (request.query().isEmpty()) {
            return find(request.hash()
                    .orElseThrow(() -> Problem.of(
                            StandardError.INVALID_REQUEST,
                            "The request has no query: neither query nor documentId, nor extensions.persistedQuery.")));
        }
        String query = request.query().get();
        if (request.hash().isPresent() || limits.trustedOnly()) {
            register(query, request.hash());
        }
        return query;
    }

    private String find(String hash) {
        return Optional.ofNullable(limits.trusted().get(hash))
                .or(() -> Optional.ofNullable(registered.getIfPresent(hash)))
                .orElseThrow(() -> limits.trustedOnly()
                        ? notTrusted()
                        : Problem.of(GatewayError.PERSISTED_QUERY_NOT_FOUND, NOT_FOUND));
    }

    private void register(String query, Optional<String> given) {
        String hash = sha256(query);
        if (given.isPresent() && !given.get().equals(hash)) {
            throw Problem.of(GatewayError.PERSISTED_QUERY_MISMATCH, "The hash " + given.get() + " is not the query's.");
        }
        if (limits.trustedOnly() && !limits.trusted().containsKey(hash)) {
            throw notTrusted();
        }
        registered.put(hash, query);
    }

    private static Problem notTrusted() {
        return Problem.of(
                GatewayError.QUERY_NOT_TRUSTED, "This server executes only the queries that its operator trusts.");
    }

    /** Returns the hash in lower case. */
    static String sha256(String query) {
        return HexFormat.of().formatHex(Sha256Digest.of(query));
    }
}
