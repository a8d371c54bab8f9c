package dev.corridor.profile.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;

/** Details of a user to be created. The constructor validates them. */
public record NewUser(
        String username, String email, String fullName, Currency homeCurrency, Verification verification) {

    /** @throws dev.corridor.kit.error.Problem username_invalid, email_invalid, full_name_invalid, verification_conflict */
    public NewUser {
        PersonalDetails.requireUsername(username);
        PersonalDetails.requireEmail(email);
        PersonalDetails.requireFullName(fullName);
        if (verification == Verification.SUSPENDED) {
            throw Problem.of(ProfileError.VERIFICATION_CONFLICT, "A user cannot be created suspended.");
        }
    }
}
