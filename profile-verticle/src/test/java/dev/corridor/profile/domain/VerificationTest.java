package dev.corridor.profile.domain;

import static dev.corridor.profile.domain.Verification.PENDING;
import static dev.corridor.profile.domain.Verification.SUSPENDED;
import static dev.corridor.profile.domain.Verification.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerificationTest {
    private static final Map<Verification, Set<Verification>> LEGAL = Map.of(
            PENDING, Set.of(VERIFIED, SUSPENDED),
            VERIFIED, Set.of(SUSPENDED),
            SUSPENDED, Set.of(VERIFIED, PENDING));

    @ParameterizedTest
    @EnumSource
    void only_legal_changes_are_made(Verification from) {
        for (Verification to : Verification.values()) {
            if (LEGAL.get(from).contains(to)) {
                from.requireChangeTo(to);
            } else {
                assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> from.requireChangeTo(to))
                        .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProfileError.VERIFICATION_CONFLICT));
            }
        }
    }

    @Test
    void a_pending_user_may_not_pay_and_a_suspended_user_may_do_nothing() {
        assertThat(permissions(PENDING)).containsExactly(Permission.RECEIVE, Permission.REFUND);
        assertThat(permissions(VERIFIED)).containsExactly(Permission.values());
        assertThat(permissions(SUSPENDED)).isEmpty();
    }

    private static List<Permission> permissions(Verification verification) {
        return Arrays.stream(Permission.values()).filter(verification::allows).toList();
    }
}
