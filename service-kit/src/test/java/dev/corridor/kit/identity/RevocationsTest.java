package dev.corridor.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.identity.Revocation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final TokenIdentity TOKEN = new TokenIdentity("jti-1", "ada", "console", "grant-1", 1_000);
    private static final long EXPIRY = 5_000;

    private final Revocations revocations = new Revocations();

    @Test
    void nothing_is_known_before_the_list_was_read() {
        assertThat(revocations.isKnown()).isFalse();

        revocations.add(List.of());

        assertThat(revocations.isKnown()).isTrue();
        assertThat(revocations.isRevoked(TOKEN)).isFalse();
    }

    @Test
    void a_token_is_revoked_by_its_id_and_by_its_grant() {
        revocations.add(List.of(revoked(Kind.TOKEN, "jti-1", 2_000), revoked(Kind.GRANT, "grant-2", 2_000)));

        assertThat(revocations.isRevoked(TOKEN)).isTrue();
        assertThat(revocations.isRevoked(new TokenIdentity("jti-2", "ada", "console", "grant-2", 9_000)))
                .isTrue();
        assertThat(revocations.isRevoked(new TokenIdentity("jti-2", "ada", "console", "grant-1", 1_000)))
                .isFalse();
    }

    @Test
    void a_user_and_a_client_lose_the_tokens_that_were_issued_until_then() {
        revocations.add(List.of(revoked(Kind.USER, "ada", 1_000), revoked(Kind.CLIENT, "shop", 999)));

        assertThat(revocations.isRevoked(TOKEN)).as("same second").isTrue();
        assertThat(revocations.isRevoked(new TokenIdentity("x", "ada", "console", "", 1_001)))
                .isFalse();
        assertThat(revocations.isRevoked(new TokenIdentity("x", "bob", "shop", "", 999)))
                .isTrue();
        assertThat(revocations.isRevoked(new TokenIdentity("x", "bob", "shop", "", 0)))
                .as("a token without iat")
                .isTrue();
        assertThat(revocations.isRevoked(new TokenIdentity("x", "bob", "shop", "", 1_000)))
                .isFalse();
    }

    @Test
    void an_older_revocation_does_not_replace_a_newer_one() {
        revocations.add(List.of(revoked(Kind.USER, "ada", 2_000)));
        revocations.add(List.of(revoked(Kind.USER, "ada", 500)));

        assertThat(revocations.isRevoked(TOKEN)).isTrue();
    }

    @Test
    void a_complete_list_replaces_what_was_known() {
        revocations.add(List.of(revoked(Kind.TOKEN, "jti-1", 1)));
        revocations.replace(List.of(revoked(Kind.TOKEN, "jti-2", 1)));

        assertThat(revocations.isRevoked(TOKEN)).isFalse();
        assertThat(revocations.size()).isEqualTo(1);
    }

    @Test
    void what_has_expired_is_forgotten() {
        revocations.add(List.of(revoked(Kind.TOKEN, "jti-1", 1)));

        revocations.removeExpired(EXPIRY);
        assertThat(revocations.isRevoked(TOKEN)).isTrue();

        revocations.removeExpired(EXPIRY + 1);
        assertThat(revocations.size()).isZero();
    }

    @Test
    void a_token_without_claims_matches_nothing() {
        revocations.add(List.of(revoked(Kind.GRANT, "grant-1", 1)));

        assertThat(revocations.isRevoked(new TokenIdentity("", "ada", "", "", 0)))
                .isFalse();
    }

    private static Revocation revoked(Kind kind, String value, long at) {
        return new Revocation(kind, value, at, EXPIRY);
    }
}
