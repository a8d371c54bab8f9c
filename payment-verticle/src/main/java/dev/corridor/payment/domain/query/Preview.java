package dev.corridor.payment.domain.query;

import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.Plan;

/**
 * The price of a payment at this moment. Nothing is stored.
 *
 * @param available the available balance of the wallet that would pay
 */
public record Preview(Plan plan, Money available) {

    /** The fee on top of the source; zero, because the house earns by the rate alone. */
    public Money fee() {
        return Money.zero(plan.source().currency());
    }

    public boolean isAffordable() {
        return available.minorUnits() >= plan.source().minorUnits();
    }
}
