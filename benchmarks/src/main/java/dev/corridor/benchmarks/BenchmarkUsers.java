package dev.corridor.benchmarks;

import dev.corridor.benchmarks.scene.Endpoints;
import dev.corridor.benchmarks.scene.GrpcCaller;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.kit.identity.Scope;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** People made for a benchmark, each with a token of their own. */
final class BenchmarkUsers {
    private BenchmarkUsers() {}

    /** @param token with every scope that customers have */
    record Person(User user, String token) {}

    /** Creating people is not what is measured; a cold service is not flooded with them. */
    private static final int AT_A_TIME = 8;

    static List<Person> make(Scene scene, Endpoints profile, int count) {
        var admin = new GrpcCaller(
                scene.vertx(), profile.grpc(), scene.issuer().token("bench", Scope.PROFILE_ADMIN.value()));
        var people = new ArrayList<Person>();
        for (int first = 0; first < count; first += AT_A_TIME) {
            var made = IntStream.range(first, Math.min(first + AT_A_TIME, count))
                    .mapToObj(number -> admin.call(ProfileServiceGrpcClient.CreateUser, request(number)))
                    .toList();
            Future.all(made).await();
            made.forEach(user -> people.add(new Person(user.result(), token(scene, user.result()))));
        }
        return people;
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
