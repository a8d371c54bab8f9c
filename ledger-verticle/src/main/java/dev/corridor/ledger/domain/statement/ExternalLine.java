package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.value.Money;
import java.time.LocalDate;

/**
 * A line of somebody else's statement of an account.
 *
 * @param number its place there, from 1
 * @param amount what it changes the account by; negative when it takes away
 * @param reference empty when it has none
 */
public record ExternalLine(int number, LocalDate date, Money amount, String reference) {}
