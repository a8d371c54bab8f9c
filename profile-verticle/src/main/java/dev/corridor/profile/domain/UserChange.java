package dev.corridor.profile.domain;

import java.util.Currency;
import java.util.Optional;

/** What a person changes of their profile; empty means as it was. Checked on construction. */
public record UserChange(Optional<String> email, Optional<String> fullName, Optional<Currency> homeCurrency) {

    /** @throws dev.corridor.kit.error.Problem email_invalid, full_name_invalid */
    public UserChange {
        email.ifPresent(PersonalDetails::requireEmail);
        fullName.ifPresent(PersonalDetails::requireFullName);
    }
}
