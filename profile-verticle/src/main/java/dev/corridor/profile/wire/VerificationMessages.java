package dev.corridor.profile.wire;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.profile.domain.Permission;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.Verification;
import dev.corridor.profile.domain.VerificationChange;

/** Maps verifications, permissions and the history between the domain and the messages of profile.proto. */
public final class VerificationMessages {
    private VerificationMessages() {}

    static dev.corridor.profile.v1.Verification of(Verification verification) {
        return switch (verification) {
            case PENDING -> dev.corridor.profile.v1.Verification.VERIFICATION_PENDING;
            case VERIFIED -> dev.corridor.profile.v1.Verification.VERIFICATION_VERIFIED;
            case SUSPENDED -> dev.corridor.profile.v1.Verification.VERIFICATION_SUSPENDED;
        };
    }

    static dev.corridor.profile.v1.Permission of(Permission permission) {
        return switch (permission) {
            case PAY -> dev.corridor.profile.v1.Permission.PERMISSION_PAY;
            case RECEIVE -> dev.corridor.profile.v1.Permission.PERMISSION_RECEIVE;
            case REFUND -> dev.corridor.profile.v1.Permission.PERMISSION_REFUND;
        };
    }

    public static dev.corridor.profile.v1.VerificationChange of(VerificationChange change) {
        var message = dev.corridor.profile.v1.VerificationChange.newBuilder()
                .setVersion(change.version())
                .setVerification(of(change.verification()))
                .setReason(change.decision().reason())
                .setDecidedBy(change.decision().decidedBy())
                .setDecidedAt(ProtoTime.toProto(change.decision().decidedAt()))
                .setCorrelationId(change.decision().correlationId());
        change.previous().map(VerificationMessages::of).ifPresent(message::setPrevious);
        return message.build();
    }

    /** Reads the verification of a user to be created. */
    public static Verification ofNewUser(dev.corridor.profile.v1.Verification verification) {
        return verification == dev.corridor.profile.v1.Verification.VERIFICATION_UNSPECIFIED
                ? Verification.PENDING
                : parse(verification);
    }

    /** @throws Problem verification_invalid */
    public static Verification parse(dev.corridor.profile.v1.Verification verification) {
        return switch (verification) {
            case VERIFICATION_PENDING -> Verification.PENDING;
            case VERIFICATION_VERIFIED -> Verification.VERIFIED;
            case VERIFICATION_SUSPENDED -> Verification.SUSPENDED;
            case VERIFICATION_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.of(ProfileError.VERIFICATION_INVALID, "The verification is missing or unknown.");
        };
    }
}
