package dev.corridor.profile.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserTest {
    private static final Currency USD = Currency.of("USD");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void a_new_user_has_version_one() {
        assertThat(ada().version()).isEqualTo(1);
    }

    @Test
    void a_change_increases_the_version_and_leaves_other_fields_unchanged() {
        var changed = ada().apply(new UserChange(Optional.empty(), Optional.of("Augusta Ada King"), Optional.empty()));

        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.fullName()).isEqualTo("Augusta Ada King");
        assertThat(changed.email()).isEqualTo("ada@example.com");
        assertThat(changed.homeCurrency()).isEqualTo(USD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Ada", "1ada", "ada lovelace", "ada@home", "adaadaadaadaadaadaadaadaadaadaada"})
    void a_username_that_breaks_the_rules_is_refused(String username) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> new NewUser(username, "ada@example.com", "Ada", USD, Verification.PENDING))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProfileError.USERNAME_INVALID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ada", "@example.com", "ada@", "a da@example.com", "ada@@example.com", "ada@exa\nmple.com"})
    void an_invalid_email_address_is_refused(String email) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> new NewUser("ada", email, "Ada", USD, Verification.PENDING))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProfileError.EMAIL_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "A\tda"})
    void an_invalid_full_name_is_refused(String fullName) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> new UserChange(Optional.empty(), Optional.of(fullName), Optional.empty()))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProfileError.FULL_NAME_INVALID));
    }

    private static User ada() {
        var details = new NewUser("ada", "ada@example.com", "Ada Lovelace", USD, Verification.VERIFIED);
        return User.create(UUID.fromString("01900000-0000-7000-8000-000000000001"), details, NOON);
    }
}
