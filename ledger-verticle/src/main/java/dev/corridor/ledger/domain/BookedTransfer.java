package dev.corridor.ledger.domain;

/** A transfer that happened, with what it left on both accounts. */
public record BookedTransfer(Transfer transfer, BalanceAfter debit, BalanceAfter credit) {}
