package dev.corridor.profile.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Texts;
import java.util.regex.Pattern;

/** Validation rules for usernames, e-mail addresses and full names. */
public final class PersonalDetails {
    private static final Pattern USERNAME = Pattern.compile("[a-z][a-z0-9_.]{2,31}");
    // Checks only the shape: one @ with text on both sides and no spaces. Only a message to the address proves that it
    // exists.
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,189}");
    private static final int FULL_NAME_CHARACTERS_MAX = 100;

    private PersonalDetails() {}

    /** Whether a user can have this username. */
    public static boolean isUsername(String username) {
        return USERNAME.matcher(username).matches();
    }

    static void requireUsername(String username) {
        if (!isUsername(username)) {
            throw Problem.of(ProfileError.USERNAME_INVALID, "This username is not valid.");
        }
    }

    static void requireEmail(String email) {
        if (!EMAIL.matcher(email).matches() || !Texts.isPortable(email)) {
            throw Problem.of(ProfileError.EMAIL_INVALID, "This is not a valid e-mail address.");
        }
    }

    static void requireFullName(String fullName) {
        if (fullName.isBlank() || !Texts.isStorable(fullName, FULL_NAME_CHARACTERS_MAX)) {
            throw Problem.of(ProfileError.FULL_NAME_INVALID, "This full name is not valid.");
        }
    }
}
