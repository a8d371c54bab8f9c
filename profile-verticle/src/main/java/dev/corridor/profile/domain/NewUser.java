package dev.corridor.profile.domain;

import dev.corridor.kit.value.Currency;

/** Details of a user to be created. The constructor validates them. */
public record NewUser(
        String username, String email, String fullName, Currency homeCurrency, Verification verification) {

    /** @throws dev.corridor.kit.error.Problem username_invalid, email_invalid, full_name_invalid */
    public NewUser {
        PersonalDetails.requireUsername(username);
        PersonalDetails.requireEmail(email);
        PersonalDetails.requireFullName(fullName);
    }
}
