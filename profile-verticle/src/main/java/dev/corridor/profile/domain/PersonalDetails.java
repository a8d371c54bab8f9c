package dev.corridor.profile.domain;

import dev.corridor.kit.error.Problem;
import java.util.regex.Pattern;

/** The rules for what a person may be called. */
final class PersonalDetails {
    private static final Pattern USERNAME = Pattern.compile("[a-z][a-z0-9_.]{2,31}");
    // Only what every address has: one @, something on both sides, no spaces. Whether it exists, only a letter tells.
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,189}");
    private static final Pattern FULL_NAME = Pattern.compile("\\P{Cntrl}{1,100}");

    private PersonalDetails() {}

    static void requireUsername(String username) {
        if (!USERNAME.matcher(username).matches()) {
            throw Problem.of(ProfileError.USERNAME_INVALID, "That username can't be used.");
        }
    }

    static void requireEmail(String email) {
        if (!EMAIL.matcher(email).matches()) {
            throw Problem.of(ProfileError.EMAIL_INVALID, "That is not an e-mail address.");
        }
    }

    static void requireFullName(String fullName) {
        if (fullName.isBlank() || !FULL_NAME.matcher(fullName).matches()) {
            throw Problem.of(ProfileError.FULL_NAME_INVALID, "That name can't be used.");
        }
    }
}
