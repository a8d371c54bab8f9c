package dev.corridor.edge.config;

import java.math.BigDecimal;
import java.util.Currency;

/** Price of a plan. It may have more digits than the currency: a call costs a fraction of a cent. */
public record Price(BigDecimal amount, Currency currency) {}
