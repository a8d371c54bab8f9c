package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.CountedBy;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.config.ApiConfig;
import dev.corridor.edge.config.Plan;
import dev.corridor.edge.config.Plan.StreamLimits;
import dev.corridor.edge.config.Price;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Throttling policies as documents of WSO2's Admin API: plans as subscription policies, limits of APIs and operations as advanced
 * policies, and limits of all APIs together as custom rules.
 */
final class PolicyDocuments {
    /** Plans that every WSO2 has and does not let anybody change. */
    static final Set<String> BUILT_IN = Set.of("Unlimited", "AsyncUnlimited");

    private static final int UNLIMITED = ThrottlingPolicy.UNLIMITED;

    private final ApiConfig config;

    PolicyDocuments(ApiConfig config) {
        this.config = config;
    }

    /** The limit of an API. WSO2 knows one, which replaces those of its operations. */
    static Optional<ThrottlingPolicy> ofApi(Api api) {
        var limits = api.limits();
        if (limits.ofApi().size() > 1
                || !limits.ofApi().isEmpty() && !limits.ofOperations().isEmpty()) {
            throw new ExportFailure("The API " + api.name() + " " + api.version()
                    + " has several limits; WSO2 takes one for the API, or one for each operation.");
        }
        return limits.ofApi().stream().findFirst();
    }

    void addTo(GeneratedFiles files) {
        config.plans().stream()
                .filter(plan -> !BUILT_IN.contains(plan.name()))
                .forEach(plan -> files.add(path("subscription", plan.name()), Yaml.write(subscription(plan))));
        var advanced = new TreeMap<String, ThrottlingPolicy>();
        for (Api api : config.apis()) {
            ofApi(api).ifPresent(limit -> advanced.put(limit.name(), limit));
            api.limits().ofOperations().values().forEach(limit -> advanced.put(limit.name(), limit));
        }
        advanced.values().forEach(limit -> files.add(path("advanced", limit.name()), Yaml.write(advanced(limit))));
        config.limits().forEach(limit -> files.add(path("custom", limit.name()), Yaml.write(custom(limit))));
    }

    private static String path(String level, String name) {
        return "policies/" + level + "/" + name + ".yaml";
    }

    private static ObjectNode subscription(Plan plan) {
        ObjectNode policy = named(plan.name(), plan.description());
        plan.graphql().ifPresent(limits -> policy.put("graphQLMaxComplexity", limits.maxComplexity())
                .put("graphQLMaxDepth", limits.maxDepth()));
        policy.set(
                "defaultLimit",
                plan.stream()
                        .map(PolicyDocuments::events)
                        .orElseGet(() -> requests(plan.policy().requestsPerMinute())));
        if (plan.policy().burstPerSecond() != UNLIMITED) {
            policy.put("rateLimitCount", plan.policy().burstPerSecond()).put("rateLimitTimeUnit", "sec");
        }
        policy.put("stopOnQuotaReach", true);
        policy.put("billingPlan", plan.pricePerMonth().isPresent() ? "COMMERCIAL" : "FREE");
        plan.pricePerMonth().ifPresent(price -> policy.set("monetization", monetization(price)));
        return policy;
    }

    private static ObjectNode monetization(Price price) {
        ObjectNode monetization = Yaml.object().put("monetizationPlan", "FIXEDRATE");
        monetization
                .putObject("properties")
                .put("fixedPrice", price.amount().toPlainString())
                .put("currencyType", price.currency().getCurrencyCode())
                .put("billingCycle", "month");
        return monetization;
    }

    private static ObjectNode advanced(ThrottlingPolicy limit) {
        if (limit.per() != CountedBy.API || limit.requestsPerMinute() == UNLIMITED) {
            throw new ExportFailure("The limit " + limit.name()
                    + " of an API or operation must count per api and by minute; WSO2 has no other advanced policies.");
        }
        ObjectNode policy = named(limit.name(), "");
        policy.set("defaultLimit", requests(limit.requestsPerMinute()));
        return policy;
    }

    private static ObjectNode custom(ThrottlingPolicy limit) {
        String key =
                switch (limit.per()) {
                    case APPLICATION -> "appId";
                    case USER -> "userId";
                    default ->
                        throw new ExportFailure("The limit " + limit.name()
                                + " of all APIs must count per application or user; WSO2 has no other key for it.");
                };
        if (limit.requestsPerMinute() == UNLIMITED) {
            throw new ExportFailure("The limit " + limit.name() + " must count by minute; WSO2 has no bursts there.");
        }
        return named(limit.name(), "").put("keyTemplate", "$" + key).put("siddhiQuery", rule(key, limit));
    }

    private static String rule(String key, ThrottlingPolicy limit) {
        return "FROM RequestStream SELECT " + key + ", true AS isEligible, str:concat(" + key
                + ", '') AS throttleKey INSERT INTO EligibilityStream;"
                + " FROM EligibilityStream[isEligible==true]#throttler:timeBatch(1 min) SELECT throttleKey, (count("
                + key + ") >= " + limit.requestsPerMinute()
                + ") AS isThrottled, expiryTimeStamp GROUP BY throttleKey INSERT ALL INTO ResultStream;";
    }

    private static ObjectNode named(String name, String description) {
        ObjectNode policy = Yaml.object().put("policyName", name).put("displayName", name);
        return description.isEmpty() ? policy : policy.put("description", description);
    }

    private static ObjectNode requests(int perMinute) {
        ObjectNode limit = Yaml.object().put("type", "REQUESTCOUNTLIMIT");
        limit.putObject("requestCount")
                .put("timeUnit", "min")
                .put("unitTime", 1)
                .put("requestCount", perMinute);
        return limit;
    }

    private static ObjectNode events(StreamLimits stream) {
        ObjectNode limit = Yaml.object().put("type", "EVENTCOUNTLIMIT");
        limit.putObject("eventCount")
                .put("timeUnit", "min")
                .put("unitTime", 1)
                .put("eventCount", stream.messagesPerMinute());
        return limit;
    }
}
