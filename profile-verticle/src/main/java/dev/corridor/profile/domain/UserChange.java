package dev.corridor.profile.domain;

import dev.corridor.kit.value.Currency;
import java.util.Optional;

/** Changes to a user's profile. An empty field stays unchanged. The constructor validates the fields. */
public record UserChange(Optional<String> email, Optional<String> fullName, Optional<Currency> homeCurrency) {

    /** @throws dev.corridor.kit.error.Problem email_invalid, full_name_invalid */
    public UserChange {
        email.ifPresent(PersonalDetails::requireEmail);
        fullName.ifPresent(PersonalDetails::requireFullName);
    }
}
