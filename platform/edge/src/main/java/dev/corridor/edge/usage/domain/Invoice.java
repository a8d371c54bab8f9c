package dev.corridor.edge.usage.domain;

import dev.corridor.edge.config.Plan;
import dev.corridor.edge.config.Price;
import dev.corridor.edge.usage.domain.InvoiceLine.Item;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Invoice of a month: the price of each plan that was subscribed or used, and the calls over its quota. Plans without a price make no
 * line. The price of a plan is charged once for a subscription and month, also when the plan changed or the subscription ended within
 * it.
 *
 * @param totals by currency, each rounded once, half-even, to the digits of its currency
 */
public record Invoice(YearMonth month, List<InvoiceLine> lines, Map<String, BigDecimal> totals) {

    /**
     * Makes an invoice.
     *
     * @param usages the calls of the month; a subscription without calls has a usage of 0
     * @param plans by name; usage of a plan that is not configured any more makes no line
     */
    public static Invoice of(YearMonth month, List<Usage> usages, Map<String, Plan> plans) {
        var lines = new ArrayList<InvoiceLine>();
        for (Usage usage : usages) {
            Plan plan = plans.get(usage.key().plan());
            if (plan == null) {
                continue;
            }
            plan.pricePerMonth().ifPresent(price -> lines.add(line(usage.key(), Item.PLAN, 1, price)));
            long over = overQuota(usage.calls(), plan);
            if (over > 0) {
                plan.pricePerCallOverQuota()
                        .ifPresent(price -> lines.add(line(usage.key(), Item.CALLS_OVER_QUOTA, over, price)));
            }
        }
        return new Invoice(month, List.copyOf(lines), totals(lines));
    }

    /** Returns how many calls are over the plan's monthly quota. */
    public static long overQuota(long calls, Plan plan) {
        return plan.monthlyQuota().isEmpty()
                ? 0
                : Math.max(0, calls - plan.monthlyQuota().getAsInt());
    }

    private static InvoiceLine line(UsageKey key, Item item, long quantity, Price price) {
        return new InvoiceLine(
                key.application(),
                key.api(),
                key.version(),
                key.plan(),
                item,
                quantity,
                price.amount(),
                price.amount().multiply(BigDecimal.valueOf(quantity)),
                price.currency().getCurrencyCode());
    }

    private static Map<String, BigDecimal> totals(List<InvoiceLine> lines) {
        var totals = new TreeMap<String, BigDecimal>();
        lines.forEach(line -> totals.merge(line.currency(), line.amount(), BigDecimal::add));
        totals.replaceAll((currency, total) -> total.setScale(
                Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits()), RoundingMode.HALF_EVEN));
        return totals;
    }
}
