package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person who signs up becomes a user of the profile service and signs in with a password of one's own. */
class SignUpIT {
    private static final String PASSWORD = "correct horse battery staple";
    private static RunningPlatform platform;
    private static ConsoleCaller console;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.shared();
        console = new ConsoleCaller(platform);
    }

    @Test
    void a_new_user_has_a_profile_and_signs_in_with_the_own_password_only() {
        String username = fresh();
        var created = signUp(username, PASSWORD, username + "@example.com");
        assertThat(created.status()).as(created.body()).isEqualTo(201);

        var profile = platform.edge()
                .get("/api/profile/1.0.0/users/me", platform.client().userToken(username, ""));
        assertThat(profile.json().getString("id")).isEqualTo(created.json().getString("id"));
        assertThat(profile.json().getString("verification")).isEqualTo("pending");

        assertThat(signIn(username, PASSWORD)).isEqualTo(200);
        assertThat(signIn(username, PASSWORD + "x")).isEqualTo(400);
        assertThat(signIn(username, platform.runFile().secrets().users().value()))
                .as("the password of the demo people")
                .isEqualTo(400);
    }

    @Test
    void a_username_and_an_address_are_taken_once() {
        String username = fresh();
        signUp(username, PASSWORD, username + "@example.com");

        assertThat(signUp(username, PASSWORD, fresh() + "@example.com").json().getString("code"))
                .isEqualTo("username_taken");
        assertThat(signUp("ada", PASSWORD, fresh() + "@example.com").json().getString("code"))
                .isEqualTo("username_taken");
        assertThat(signUp(fresh(), PASSWORD, username + "@example.com").json().getString("code"))
                .isEqualTo("email_taken");
    }

    @ParameterizedTest
    @CsvSource({
        "grace.h, short, 400",
        "grace.h, aaaaaaaaaaaa, 422",
        "grace.hopper, my grace.hopper 1, 422",
        "Grace H, correct horse battery staple, 422",
        "'', correct horse battery staple, 400"
    })
    void a_bad_name_or_password_is_the_callers_mistake(String username, String password, int status) {
        assertThat(signUp(username, password, fresh() + "@example.com").status())
                .isEqualTo(status);
    }

    /** WSO2's registration takes a user's name and password, so it shows whether they are right. */
    private static int signIn(String username, String password) {
        var body = new JsonObject().put("clientName", "of " + UUID.randomUUID()).put("grantType", "client_credentials");
        return console.postJson("/client-registration/v0.17/register", ConsoleCaller.basic(username, password), body)
                .status();
    }

    private static ConsoleCaller.Response signUp(String username, String password, String email) {
        return console.postJson(
                "/portal/api/users",
                "",
                new JsonObject()
                        .put("username", username)
                        .put("password", password)
                        .put("email", email)
                        .put("full_name", "Grace Hopper")
                        .put("home_currency", "USD"));
    }

    private static String fresh() {
        return "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }
}
