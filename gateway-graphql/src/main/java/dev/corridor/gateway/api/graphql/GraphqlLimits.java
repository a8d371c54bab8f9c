package dev.corridor.gateway.api.graphql;

import java.util.Map;

/**
 * Limits that an operator sets to GraphQL requests.
 *
 * @param introspection whether clients may ask for the schema by a query
 * @param trusted queries that the operator trusts, by SHA-256 hash in lower case
 * @param trustedOnly whether any other query is refused
 */
public record GraphqlLimits(boolean introspection, Map<String, String> trusted, boolean trustedOnly) {}
