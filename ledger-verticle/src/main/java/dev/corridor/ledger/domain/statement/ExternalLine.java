package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.value.Money;
import java.time.LocalDate;

/**
 * Line of a statement that another institution has made of an account.
 *
 * @param number line number, from 1
 * @param amount change of the balance; negative for money that leaves the account
 * @param reference empty when absent
 */
public record ExternalLine(int number, LocalDate date, Money amount, String reference) {}
