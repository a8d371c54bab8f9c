package dev.corridor.profile.wire;

import dev.corridor.kit.value.ProtoTime;
import dev.corridor.profile.domain.Parties;
import dev.corridor.profile.domain.Permission;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.v1.Party;
import java.util.Arrays;

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
                .setVerification(VerificationMessages.of(user.verification()))
                .setCreatedAt(ProtoTime.toProto(user.createdAt()))
                .setVersion(user.version())
                .addAllPermissions(Arrays.stream(Permission.values())
                        .filter(user.verification()::allows)
                        .map(VerificationMessages::of)
                        .toList())
                .build();
    }

    public static dev.corridor.profile.v1.GetPartiesResponse parties(Parties parties) {
        var message = dev.corridor.profile.v1.GetPartiesResponse.newBuilder().setPayer(of(parties.payer()));
        parties.payee().ifPresent(payee -> message.setPayee(party(payee)));
        return message.build();
    }

    private static Party party(User user) {
        return Party.newBuilder()
                .setUserId(user.id().toString())
                .setUsername(user.username())
                .setFullName(user.fullName())
                .setMayReceive(user.verification().allows(Permission.RECEIVE))
                .build();
    }
}
