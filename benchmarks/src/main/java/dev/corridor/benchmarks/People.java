package dev.corridor.benchmarks;

import dev.corridor.benchmarks.scene.Doors;
import dev.corridor.benchmarks.scene.GrpcCaller;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.kit.identity.Scope;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;

/** People made for a benchmark, each with a token of their own. */
final class People {
    private People() {}

    /** @param token with every scope that customers have */
    record Person(User user, String token) {}

    static List<Person> make(Scene scene, Doors profile, int count) {
        var admin = new GrpcCaller(
                scene.vertx(), profile.grpc(), scene.issuer().token("bench", Scope.PROFILE_ADMIN.value()));
        var made = IntStream.range(0, count)
                .mapToObj(number -> admin.call(ProfileServiceGrpcClient.CreateUser, request(number)))
                .toList();
        Future.all(made).await();
        return made.stream()
                .map(user -> new Person(user.result(), token(scene, user.result())))
                .toList();
    }

    private static CreateUserRequest request(int number) {
        return CreateUserRequest.newBuilder()
                .setUsername("person" + number)
                .setEmail("person" + number + "@corridor.example")
                .setFullName("Person " + number)
                .setHomeCurrency("USD")
                .setVerification(Verification.VERIFICATION_VERIFIED)
                .build();
    }

    private static String token(Scene scene, User user) {
        return scene.issuer().token(user.getUserId(), Scope.ofCustomers().toArray(String[]::new));
    }
}
