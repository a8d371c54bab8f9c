package dev.corridor.profile.domain;

import dev.corridor.kit.value.Currency;
import java.time.Instant;
import java.util.UUID;

/**
 * A person with an account at Corridor.
 *
 * @param homeCurrency currency of the wallet that pays when a payment names no source
 * @param version 1 for a new user; every change increases it by one
 */
public record User(
        UUID id,
        String username,
        String email,
        String fullName,
        Currency homeCurrency,
        Verification verification,
        Instant createdAt,
        long version) {

    public static User create(UUID id, NewUser details, Instant now) {
        return new User(
                id,
                details.username(),
                details.email(),
                details.fullName(),
                details.homeCurrency(),
                details.verification(),
                now,
                1);
    }

    public User apply(UserChange change) {
        return new User(
                id,
                username,
                change.email().orElse(email),
                change.fullName().orElse(fullName),
                change.homeCurrency().orElse(homeCurrency),
                verification,
                createdAt,
                version + 1);
    }

    /**
     * Returns the user with another verification.
     *
     * @throws dev.corridor.kit.error.Problem verification_conflict if this state cannot become that one
     */
    public User verify(Verification next) {
        verification.requireChangeTo(next);
        return new User(id, username, email, fullName, homeCurrency, next, createdAt, version + 1);
    }

    /** Tells whether both have the same id, username and e-mail address, as after a repeated creation. */
    public boolean isSameUser(User other) {
        return id.equals(other.id) && username.equals(other.username) && email.equals(other.email);
    }
}
