package dev.corridor.gateway.api.graphql;

import java.util.Map;
import java.util.Optional;

/**
 * GraphQL request of a client.
 *
 * @param operation name of the operation to execute; null when the document has only one
 * @param idempotencyKey the header Idempotency-Key, which belongs to the one mutation of the request
 */
public record GraphqlRequest(
        String query, String operation, Map<String, Object> variables, Optional<String> idempotencyKey) {}
