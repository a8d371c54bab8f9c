package dev.corridor.edge.config;

import dev.corridor.edge.config.Api.ThrottlingPolicy;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Business plan (WSO2: subscription tier): the limits and the price of an application's subscription to an API.
 *
 * @param policy requests, or opened connections of a stream, within a minute and a second
 * @param monthlyQuota calls of one subscription in a calendar month (UTC); empty: no limit
 * @param pricePerCallOverQuota empty: calls over the quota are refused
 * @param graphql limits of a GraphQL query, which the GraphQL service applies to all callers alike today
 * @param stream limits of a stream; empty for plans of request APIs
 */
public record Plan(
        String name,
        String description,
        ThrottlingPolicy policy,
        OptionalInt monthlyQuota,
        Optional<Price> pricePerMonth,
        Optional<Price> pricePerCallOverQuota,
        Optional<QueryLimits> graphql,
        Optional<StreamLimits> stream) {

    /** Limits of a GraphQL query. */
    public record QueryLimits(int maxDepth, int maxComplexity) {}

    /**
     * Limits of streams.
     *
     * @param connections of one caller that are open at the same time
     * @param messagesPerMinute from the caller on one connection; further ones wait
     */
    public record StreamLimits(int connections, int messagesPerMinute) {}
}
