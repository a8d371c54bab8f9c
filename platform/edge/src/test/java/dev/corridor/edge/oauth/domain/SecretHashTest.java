package dev.corridor.edge.oauth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretHashTest {
    private static final int FEW = 10;
    private final SecureRandom random = new SecureRandom();

    @Test
    void a_hash_matches_its_secret_only_and_survives_storage() {
        var stored =
                SecretHash.parse(SecretHash.of("correct horse", FEW, random).text());

        assertThat(stored.matches("correct horse")).isTrue();
        assertThat(stored.matches("correct horsf")).isFalse();
        assertThat(stored.matches("")).isFalse();
    }

    @Test
    void two_hashes_of_one_secret_differ_and_none_shows_it() {
        var one = SecretHash.of("correct horse", FEW, random);
        var other = SecretHash.of("correct horse", FEW, random);

        assertThat(one.text()).isNotEqualTo(other.text()).doesNotContain("horse");
        assertThat(one).hasToString("***");
    }

    /** RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "passwd" and "salt", one iteration, the first 32 bytes. */
    @Test
    void the_function_is_that_of_the_standard() {
        var known = SecretHash.parse("pbkdf2-sha256$1$c2FsdA==$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=");

        assertThat(known.matches("passwd")).isTrue();
    }

    @Test
    void anything_else_is_no_hash() {
        assertThatThrownBy(() -> SecretHash.parse("plain")).isInstanceOf(IllegalArgumentException.class);
    }
}
