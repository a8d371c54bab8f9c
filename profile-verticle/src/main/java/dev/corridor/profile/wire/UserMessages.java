package dev.corridor.profile.wire;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.profile.domain.Parties;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.Verification;
import dev.corridor.profile.v1.Party;
import java.util.UUID;

/** Maps users between the domain and the messages of profile.proto. */
public final class UserMessages {
    private UserMessages() {}

    public static dev.corridor.profile.v1.User of(User user) {
        return dev.corridor.profile.v1.User.newBuilder()
                .setUserId(user.id().toString())
                .setUsername(user.username())
                .setEmail(user.email())
                .setFullName(user.fullName())
                .setHomeCurrency(user.homeCurrency().code())
                .setVerification(of(user.verification()))
                .setCreatedAt(ProtoTime.toProto(user.createdAt()))
                .setVersion(user.version())
                .build();
    }

    public static User toUser(dev.corridor.profile.v1.User user) {
        return new User(
                UUID.fromString(user.getUserId()),
                user.getUsername(),
                user.getEmail(),
                user.getFullName(),
                Currency.of(user.getHomeCurrency()),
                verification(user.getVerification()),
                ProtoTime.fromProto(user.getCreatedAt()),
                user.getVersion());
    }

    public static dev.corridor.profile.v1.Parties parties(Parties parties) {
        var message = dev.corridor.profile.v1.Parties.newBuilder().setPayer(of(parties.payer()));
        parties.payee().ifPresent(payee -> message.setPayee(party(payee)));
        return message.build();
    }

    private static Party party(User user) {
        return Party.newBuilder()
                .setUserId(user.id().toString())
                .setUsername(user.username())
                .setFullName(user.fullName())
                .build();
    }

    public static Verification verification(dev.corridor.profile.v1.Verification verification) {
        return switch (verification) {
            case VERIFICATION_VERIFIED -> Verification.VERIFIED;
            case VERIFICATION_SUSPENDED -> Verification.SUSPENDED;
            case VERIFICATION_PENDING, VERIFICATION_UNSPECIFIED, UNRECOGNIZED -> Verification.PENDING;
        };
    }

    private static dev.corridor.profile.v1.Verification of(Verification verification) {
        return switch (verification) {
            case PENDING -> dev.corridor.profile.v1.Verification.VERIFICATION_PENDING;
            case VERIFIED -> dev.corridor.profile.v1.Verification.VERIFICATION_VERIFIED;
            case SUSPENDED -> dev.corridor.profile.v1.Verification.VERIFICATION_SUSPENDED;
        };
    }
}
