package dev.corridor.benchmarks;

import dev.corridor.benchmarks.testbed.Endpoints;
import dev.corridor.benchmarks.testbed.GrpcCaller;
import dev.corridor.benchmarks.testbed.Testbed;
import dev.corridor.kit.identity.Scope;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.CreateUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Creates verified users for a benchmark, each with a token. */
final class BenchmarkUsers {
    private BenchmarkUsers() {}

    /** @param token has all scopes of a user */
    record TestUser(User profile, String token) {}

    /** Few at a time: a service that has just started would refuse more. */
    private static final int CONCURRENCY = 8;

    static List<TestUser> create(Testbed testbed, Endpoints profile, int count) {
        var admin = new GrpcCaller(
                testbed.vertx(),
                profile.grpc(),
                testbed.issuer().token("bench", Scope.PROFILE_ADMIN.value(), Scope.PROFILE_VERIFY.value()));
        var users = new ArrayList<TestUser>();
        for (int first = 0; first < count; first += CONCURRENCY) {
            var created = IntStream.range(first, Math.min(first + CONCURRENCY, count))
                    .mapToObj(number -> admin.call(ProfileServiceGrpcClient.CreateUser, request(number))
                            .map(CreateUserResponse::getUser))
                    .toList();
            Future.all(created).await();
            created.forEach(user -> users.add(new TestUser(user.result(), token(testbed, user.result()))));
        }
        return users;
    }

    private static CreateUserRequest request(int number) {
        return CreateUserRequest.newBuilder()
                .setUsername("user" + number)
                .setEmail("user" + number + "@corridor.example")
                .setFullName("User " + number)
                .setHomeCurrency("USD")
                .setVerification(Verification.VERIFICATION_VERIFIED)
                .build();
    }

    private static String token(Testbed testbed, User user) {
        return testbed.issuer().token(user.getUserId(), Scope.ofUsers().toArray(String[]::new));
    }
}
