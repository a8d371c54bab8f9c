package dev.corridor.edge.config;

import dev.corridor.edge.config.Api.CountedBy;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.config.Plan.QueryLimits;
import dev.corridor.edge.config.Plan.StreamLimits;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads plans and throttling policies. */
final class PlanReader {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9]{0,49}");
    static final Pattern TEXT = Pattern.compile("[\\x20-\\x7e]{1,500}");
    private static final Pattern PER = Pattern.compile("api|user|application|address");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int MAX_COUNT = 100_000_000;

    private PlanReader() {}

    /** Reads the plans of request APIs and of streams, by name. */
    static Map<String, Plan> readAll(ConfigNode root) {
        var plans = new LinkedHashMap<String, Plan>();
        for (ConfigNode entry : root.get("plans").items()) {
            entry.allow(
                    "name",
                    "description",
                    "requests_per_minute",
                    "burst_per_second",
                    "monthly_quota",
                    "price_per_month",
                    "price_per_call_over_quota",
                    "graphql");
            add(plans, entry, requestPlan(entry));
        }
        for (ConfigNode entry : root.get("stream_plans").items()) {
            entry.allow(
                    "name",
                    "description",
                    "connections",
                    "connections_per_minute",
                    "messages_per_minute",
                    "price_per_month");
            add(plans, entry, streamPlan(entry));
        }
        return plans;
    }

    /** Reads the limits that APIs and operations can have beside their plans, by name. */
    static Map<String, ThrottlingPolicy> policies(ConfigNode list) {
        var policies = new LinkedHashMap<String, ThrottlingPolicy>();
        for (ConfigNode entry : list.items()) {
            entry.allow("name", "requests_per_minute", "burst_per_second", "per");
            String name = entry.get("name").required(NAME, "letters and digits");
            String per = entry.get("per").required(PER, "api, user, application or address");
            Integer requests = entry.get("requests_per_minute").whole(1, MAX_COUNT);
            int burst = entry.get("burst_per_second").whole(1, MAX_COUNT, ThrottlingPolicy.UNLIMITED);
            if (!entry.get("requests_per_minute").isPresent()
                    && !entry.get("burst_per_second").isPresent()) {
                entry.fault("limits nothing: requests_per_minute or burst_per_second is missing");
            }
            if (name != null && per != null) {
                var policy = new ThrottlingPolicy(
                        name,
                        requests == null ? ThrottlingPolicy.UNLIMITED : requests,
                        burst,
                        CountedBy.valueOf(per.toUpperCase(Locale.ROOT)));
                if (policies.put(name, policy) != null) {
                    entry.get("name").fault("'" + name + "' is listed twice");
                }
            }
        }
        return policies;
    }

    private static void add(Map<String, Plan> plans, ConfigNode entry, Plan plan) {
        if (plan.name() != null && plans.put(plan.name(), plan) != null) {
            entry.get("name").fault("'" + plan.name() + "' is listed twice");
        }
    }

    private static Plan requestPlan(ConfigNode entry) {
        String name = entry.get("name").required(NAME, "letters and digits");
        ConfigNode quota = entry.get("monthly_quota");
        var priceOver = price(entry.get("price_per_call_over_quota"));
        if (priceOver.isPresent() && !quota.isPresent()) {
            entry.get("price_per_call_over_quota").fault("needs a monthly_quota");
        }
        return new Plan(
                name,
                description(entry),
                new ThrottlingPolicy(
                        name,
                        entry.get("requests_per_minute").whole(1, MAX_COUNT, ThrottlingPolicy.UNLIMITED),
                        entry.get("burst_per_second").whole(1, MAX_COUNT, ThrottlingPolicy.UNLIMITED),
                        CountedBy.CALLER),
                whole(quota),
                price(entry.get("price_per_month")),
                priceOver,
                queryLimits(entry.get("graphql")),
                Optional.empty());
    }

    private static Plan streamPlan(ConfigNode entry) {
        String name = entry.get("name").required(NAME, "letters and digits");
        return new Plan(
                name,
                description(entry),
                new ThrottlingPolicy(
                        name,
                        entry.get("connections_per_minute").whole(1, MAX_COUNT, ThrottlingPolicy.UNLIMITED),
                        ThrottlingPolicy.UNLIMITED,
                        CountedBy.CALLER),
                OptionalInt.empty(),
                price(entry.get("price_per_month")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new StreamLimits(
                        entry.get("connections").whole(1, MAX_COUNT, ThrottlingPolicy.UNLIMITED),
                        entry.get("messages_per_minute").whole(1, MAX_COUNT, ThrottlingPolicy.UNLIMITED))));
    }

    private static String description(ConfigNode entry) {
        String text = entry.get("description").matching(TEXT, "one line of text");
        return text == null ? "" : text;
    }

    private static OptionalInt whole(ConfigNode node) {
        Integer value = node.whole(1, MAX_COUNT);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static Optional<QueryLimits> queryLimits(ConfigNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        node.allow("max_depth", "max_complexity");
        for (String key : List.of("max_depth", "max_complexity")) {
            if (!node.get(key).isPresent()) {
                node.get(key).fault("is missing");
            }
        }
        return Optional.of(new QueryLimits(
                node.get("max_depth").whole(1, 1_000, 1),
                node.get("max_complexity").whole(1, MAX_COUNT, 1)));
    }

    private static Optional<Price> price(ConfigNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        node.allow("amount", "currency");
        var amount = node.get("amount").decimal();
        String code = node.get("currency").required(CURRENCY, "an ISO 4217 code such as EUR");
        var known = new ArrayList<Currency>();
        if (code != null) {
            Currency.getAvailableCurrencies().stream()
                    .filter(currency -> currency.getCurrencyCode().equals(code))
                    .forEach(known::add);
            if (known.isEmpty()) {
                node.get("currency").fault("'" + code + "' is no ISO 4217 code");
            }
        }
        return amount == null || known.isEmpty() ? Optional.empty() : Optional.of(new Price(amount, known.get(0)));
    }
}
