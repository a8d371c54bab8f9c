package dev.corridor.gateway.api.graphql;

import dev.corridor.kit.request.ExactJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reader of the queries that an operator trusts: a manifest as Apollo's tools generate it from an application's sources, with
 * {@code operations} that have an {@code id}, the SHA-256 hash, and a {@code body}. Reading blocks.
 */
public final class TrustedQueries {
    private TrustedQueries() {}

    /**
     * Returns the queries by hash.
     *
     * @throws IllegalArgumentException if the file is no manifest, or an id is not the hash of its body
     */
    public static Map<String, String> load(Path manifest) throws IOException {
        var queries = new HashMap<String, String>();
        for (Object operation : operations(Files.readAllBytes(manifest))) {
            if (!(operation instanceof JsonObject json && json.getValue("body") instanceof String query)) {
                throw new IllegalArgumentException("An operation of " + manifest.getFileName() + " has no body.");
            }
            String hash = PersistedQueries.sha256(query);
            if (!hash.equals(json.getValue("id"))) {
                throw new IllegalArgumentException("The id of the operation " + json.getValue("name") + " in "
                        + manifest.getFileName() + " is not the SHA-256 hash of its body, " + hash + ".");
            }
            queries.put(hash, query);
        }
        return Map.copyOf(queries);
    }

    private static Iterable<Object> operations(byte[] manifest) {
        return ExactJson.object(Buffer.buffer(manifest)).getJsonArray("operations");
    }
}
