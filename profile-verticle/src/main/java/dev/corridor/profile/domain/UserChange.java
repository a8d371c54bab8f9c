package dev.corridor.profile.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Currency;
import java.util.Optional;

/** Changes to a user's profile. An empty field stays unchanged. The constructor validates the fields. */
public record UserChange(Optional<String> email, Optional<String> fullName, Optional<Currency> homeCurrency) {

    /** @throws Problem email_invalid, full_name_invalid, invalid_request if nothing changes */
    public UserChange {
        if (email.isEmpty() && fullName.isEmpty() && homeCurrency.isEmpty()) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The change names no field.");
        }
        email.ifPresent(PersonalDetails::requireEmail);
        fullName.ifPresent(PersonalDetails::requireFullName);
    }
}
