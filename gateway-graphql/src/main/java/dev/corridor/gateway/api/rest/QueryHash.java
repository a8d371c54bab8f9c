package dev.corridor.gateway.api.rest;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reader of the hash that a request names its query by: {@code documentId} ({@code sha256:} and the hash), as the GraphQL over HTTP
 * specification's persisted documents have it, or {@code extensions.persistedQuery} of Apollo's clients.
 */
final class QueryHash {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final String DOCUMENT_PREFIX = "sha256:";

    private QueryHash() {}

    /**
     * Returns the hash in lower case.
     *
     * @param extensions null if the request has none
     * @throws Problem invalid_request if a hash is there and is none that this server knows
     */
    static Optional<String> of(Optional<String> documentId, JsonObject extensions) {
        if (documentId.isPresent()) {
            String id = documentId.get();
            return Optional.of(
                    id.startsWith(DOCUMENT_PREFIX)
                            ? sha256("documentId", id.substring(DOCUMENT_PREFIX.length()))
                            : refuse("documentId"));
        }
        Object persisted = extensions == null ? null : extensions.getValue("persistedQuery");
        if (persisted == null) {
            return Optional.empty();
        }
        if (!(persisted instanceof JsonObject query) || !Objects.equals(query.getValue("version"), 1)) {
            throw Problem.of(
                    StandardError.INVALID_REQUEST,
                    "extensions.persistedQuery is not an object {\"version\": 1, \"sha256Hash\": \"...\"}.");
        }
        return Optional.of(sha256("extensions.persistedQuery.sha256Hash", query.getValue("sha256Hash")));
    }

    private static String sha256(String field, Object value) {
        String hash = value instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
        return SHA_256.matcher(hash).matches() ? hash : refuse(field);
    }

    private static String refuse(String field) {
        throw Problem.of(
                StandardError.INVALID_REQUEST,
                field + " does not name a query by the 64 hexadecimal digits of its SHA-256 hash"
                        + (field.equals("documentId") ? ", after sha256:" : "") + ".");
    }
}
