package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;

/**
 * What a payment would cost now.
 *
 * @param available what the wallet holds that it would be paid from
 */
public record Preview(Plan plan, Money available) {

    /** On top of the source; the house earns by the rate alone. */
    public Money fee() {
        return Money.zero(plan.source().currency());
    }

    public boolean isAffordable() {
        return available.minorUnits() >= plan.source().minorUnits();
    }
}
