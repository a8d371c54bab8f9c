package dev.corridor.gateway.api.graphql;

import java.util.Map;
import java.util.Optional;

/**
 * GraphQL request of a client. It has a query, the hash of one, or both.
 *
 * @param hash SHA-256 of the query's UTF-8 bytes, 64 hexadecimal digits in lower case
 * @param operation name of the operation to execute; null when the document has only one
 * @param idempotencyKey the header Idempotency-Key, which belongs to the one mutation of the request
 * @param safe whether the HTTP method is GET, which executes no mutation
 */
public record GraphqlRequest(
        Optional<String> query,
        Optional<String> hash,
        String operation,
        Map<String, Object> variables,
        Optional<String> idempotencyKey,
        boolean safe) {}
