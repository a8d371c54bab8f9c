package dev.corridor.profile.domain;

import java.time.Instant;
import java.util.Currency;
import java.util.UUID;

/**
 * A person.
 *
 * @param homeCurrency what they think in, and pay from when a payment names no source
 * @param version 1, rising by one with every change
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

    /** The same person by the same details: a repeated creation is answered, not refused. */
    public boolean isSameAs(User other) {
        return id.equals(other.id) && username.equals(other.username) && email.equals(other.email);
    }
}
