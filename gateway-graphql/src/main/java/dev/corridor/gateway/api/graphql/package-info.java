/**
 * GraphQL transport, independent of HTTP.
 *
 * <pre>
 *   GraphqlRequest -> GraphqlEngine   parse (cached), validate, check depth and cost (QueryCost)
 *                       RootFields    fields of Query and Mutation: read arguments, call a service or use case
 *                       TypeFields    fields of all other types, declared in GraphqlSchema
 *                  -> GraphqlResponse JSON; errors by FieldExceptionHandler and ErrorExtensions
 * </pre>
 */
package dev.corridor.gateway.api.graphql;
