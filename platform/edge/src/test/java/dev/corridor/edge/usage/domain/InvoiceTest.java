package dev.corridor.edge.usage.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.config.Plan;
import dev.corridor.edge.config.Price;
import dev.corridor.edge.usage.domain.InvoiceLine.Item;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class InvoiceTest {
    private static final YearMonth MONTH = YearMonth.of(2026, 12);
    private static final Map<String, Plan> PLANS =
            Map.of("Free", plan("Free", 100, "", ""), "Silver", plan("Silver", 1_000, "49.00", "0.0002"));

    @Test
    void a_plan_within_its_quota_costs_its_price() {
        var invoice = Invoice.of(MONTH, List.of(usage("Silver", 1_000)), PLANS);
        assertThat(invoice.lines())
                .extracting(InvoiceLine::item, InvoiceLine::quantity)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Item.PLAN, 1L));
        assertThat(invoice.totals()).containsExactly(Map.entry("EUR", new BigDecimal("49.00")));
    }

    @Test
    void calls_over_the_quota_are_exact_decimals() {
        var invoice = Invoice.of(MONTH, List.of(usage("Silver", 1_003)), PLANS);
        assertThat(invoice.lines().get(1).quantity()).isEqualTo(3);
        assertThat(invoice.lines().get(1).amount()).isEqualByComparingTo("0.0006");
        assertThat(invoice.totals()).containsExactly(Map.entry("EUR", new BigDecimal("49.00")));
    }

    @Test
    void a_subscription_without_calls_costs_the_price_of_its_plan() {
        assertThat(Invoice.of(MONTH, List.of(usage("Silver", 0)), PLANS).totals())
                .containsEntry("EUR", new BigDecimal("49.00"));
    }

    @Test
    void a_plan_without_a_price_and_a_plan_that_is_gone_make_no_line() {
        var invoice = Invoice.of(MONTH, List.of(usage("Free", 100), usage("Gone", 7)), PLANS);
        assertThat(invoice.lines()).isEmpty();
        assertThat(invoice.totals()).isEmpty();
    }

    @Property
    void the_total_is_the_price_of_the_plan_and_of_each_call_over_the_quota(
            @ForAll @LongRange(max = 10_000_000_000L) long calls) {
        var total = Invoice.of(MONTH, List.of(usage("Silver", calls)), PLANS)
                .totals()
                .get("EUR");
        var exact = new BigDecimal("49")
                .add(new BigDecimal("0.0002").multiply(BigDecimal.valueOf(Math.max(0, calls - 1_000))));
        assertThat(total.subtract(exact).abs()).isLessThanOrEqualTo(new BigDecimal("0.005"));
    }

    private static Usage usage(String plan, long calls) {
        return new Usage(new UsageKey(MONTH, "app", "Forex", "1.0.0", plan), calls);
    }

    private static Plan plan(String name, int quota, String perMonth, String perCall) {
        return new Plan(
                name,
                "",
                new ThrottlingPolicy(name, 60),
                OptionalInt.of(quota),
                price(perMonth),
                price(perCall),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Price> price(String amount) {
        return amount.isEmpty()
                ? Optional.empty()
                : Optional.of(new Price(new BigDecimal(amount), Currency.getInstance("EUR")));
    }
}
