package dev.corridor.profile.domain;

import java.util.Optional;

/**
 * The users on both sides of a payment.
 *
 * @param payee empty when the payee is the house
 */
public record Parties(User payer, Optional<User> payee) {}
