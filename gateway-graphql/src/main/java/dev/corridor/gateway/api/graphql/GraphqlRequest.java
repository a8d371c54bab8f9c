package dev.corridor.gateway.api.graphql;

import java.util.Map;

/**
 * GraphQL request of a client.
 *
 * @param operation name of the operation to execute; null when the document has only one
 */
public record GraphqlRequest(String query, String operation, Map<String, Object> variables) {}
