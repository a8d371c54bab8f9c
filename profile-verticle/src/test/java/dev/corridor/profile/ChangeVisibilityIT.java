package dev.corridor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestServers;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two processes of the profile service, each on two event loops, with one database. */
class ChangeVisibilityIT {
    private static final int ROUNDS = 5;
    private static RunningService first;
    private static RunningService second;
    /** A process deals its connections to its event loops in turn, so these reach every event loop of both. */
    private static List<HttpCaller> everywhere;

    @BeforeAll
    static void start() {
        Map<String, String> environment = new HashMap<>(TestServers.shared().freshDatabase("profile"));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        environment.put("INSTANCES", "2");
        first = RunningService.start(new ProfileService(), environment);
        second = RunningService.start(new ProfileService(), first.issuer(), environment);
        everywhere = Stream.of(first, first, second, second)
                .map(process -> process.http().onNewConnection())
                .toList();
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @Test
    void the_read_after_a_change_has_its_etag_in_every_process_on_every_event_loop() {
        var ada = user();
        var etag = "\"1\"";
        for (int round = 0; round < ROUNDS; round++) {
            readEverywhere(ada).forEach(read -> read.assertStatus(200));

            var changed =
                    changeHomeCurrency(round % 2 == 0 ? first : second, ada, etag, round % 2 == 0 ? "GBP" : "EUR");
            changed.assertStatus(200);
            etag = changed.header("etag");

            assertThat(readEverywhere(ada).map(read -> read.header("etag"))).containsOnly(etag);
        }
    }

    @Test
    void the_parties_of_the_next_payment_have_the_home_currency_that_was_just_set() {
        var ada = user();
        for (int version = 1; version <= ROUNDS; version++) {
            grpcUser(second, ada);
            partiesOf(second, ada);
            var currency = version % 2 == 0 ? "EUR" : "GBP";

            changeHomeCurrency(first, ada, "\"" + version + "\"", currency).assertStatus(200);

            assertThat(partiesOf(second, ada).getHomeCurrency()).isEqualTo(currency);
            assertThat(grpcUser(second, ada).getHomeCurrency()).isEqualTo(currency);
        }
    }

    @Test
    void the_read_after_a_refused_change_has_the_version_that_refused_it() {
        var ada = user();
        readEverywhere(ada).forEach(read -> read.assertStatus(200));
        var refused = new CompletableFuture<HttpResult>();

        Stream.of(first, second)
                .map(process -> changeHomeCurrencyAsync(process, ada, "\"1\"", "GBP"))
                .forEach(change -> change.thenAccept(result -> {
                    if (result.status() != 200) {
                        refused.complete(result);
                    }
                }));

        refused.join().assertProblem(412, "stale_version");
        assertThat(readEverywhere(ada).map(read -> read.header("etag"))).containsOnly("\"2\"");
    }

    private static User user() {
        var username = "ada." + UUID.randomUUID().toString().substring(0, 8);
        return first.grpc()
                .call(
                        ProfileServiceGrpcClient.CreateUser,
                        CreateUserRequest.newBuilder()
                                .setUsername(username)
                                .setEmail(username + "@example.com")
                                .setFullName("Ada")
                                .setHomeCurrency("EUR")
                                .setVerification(Verification.VERIFICATION_VERIFIED)
                                .build(),
                        first.token("operator", Scope.PROFILE_ADMIN, Scope.PROFILE_VERIFY))
                .getUser();
    }

    private static String token(User user) {
        return first.token(user.getUserId(), Scope.PROFILE_READ, Scope.PROFILE_WRITE, Scope.PAYMENTS_WRITE);
    }

    private static Stream<HttpResult> readEverywhere(User user) {
        return everywhere.stream().map(caller -> caller.get("/users/" + user.getUserId(), token(user)));
    }

    private static HttpResult changeHomeCurrency(RunningService process, User user, String etag, String currency) {
        return changeHomeCurrencyAsync(process, user, etag, currency).join();
    }

    private static CompletableFuture<HttpResult> changeHomeCurrencyAsync(
            RunningService process, User user, String etag, String currency) {
        return process.http()
                .request("PATCH", "/users/" + user.getUserId())
                .token(token(user))
                .header("if-match", etag)
                .json(new JsonObject().put("home_currency", currency))
                .sendAsync();
    }

    private static User grpcUser(RunningService process, User user) {
        var request = GetUserRequest.newBuilder().setUserId(user.getUserId()).build();
        return process.grpc()
                .call(ProfileServiceGrpcClient.GetUser, request, token(user))
                .getUser();
    }

    private static User partiesOf(RunningService process, User user) {
        var request =
                GetPartiesRequest.newBuilder().setPayerId(user.getUserId()).build();
        return process.grpc()
                .call(ProfileServiceGrpcClient.GetParties, request, token(user))
                .getPayer();
    }
}
