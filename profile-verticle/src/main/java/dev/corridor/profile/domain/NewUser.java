package dev.corridor.profile.domain;

import java.util.Currency;

/** A person about to be created; checked on construction. */
public record NewUser(
        String username, String email, String fullName, Currency homeCurrency, Verification verification) {

    /** @throws dev.corridor.kit.error.Problem username_invalid, email_invalid, full_name_invalid */
    public NewUser {
        PersonalDetails.requireUsername(username);
        PersonalDetails.requireEmail(email);
        PersonalDetails.requireFullName(fullName);
    }
}
