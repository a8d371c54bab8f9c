package dev.corridor.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Revocation.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verifier that reads an issuer's list of revocations, which the test changes and takes away. */
class RevocationFeedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long HOUR_S = 3_600;

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> waiting = new CopyOnWriteArrayList<>();
    private final List<Revocation> list = new ArrayList<>();
    private TestIssuer issuer;
    private HttpServer revocations;
    private TokenVerifier verifier;
    private String token;
    private volatile int status = 200;
    private volatile String epoch = "one";

    @BeforeEach
    void start() {
        issuer = TestIssuer.start();
        revocations = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
        token = token("jti-1");
    }

    @AfterEach
    void stop() {
        vertx.close().await();
        issuer.close();
    }

    @Test
    void a_token_is_refused_when_the_list_names_it() {
        verifier = verifier();
        await().atMost(PATIENCE).until(this::isAccepted);

        revoke("jti-1");

        await().atMost(PATIENCE).until(() -> !isAccepted());
        assertThat(problem().is(StandardError.UNAUTHENTICATED)).isTrue();
        token = token("jti-2");
        assertThat(isAccepted()).as("another token").isTrue();
    }

    @Test
    void what_was_revoked_before_the_start_is_known_at_the_start() {
        list.add(revocation("jti-1"));
        verifier = verifier();

        await().atMost(PATIENCE)
                .until(() -> verifier.ready().otherwise(failure -> null).isComplete()
                        && problem().is(StandardError.UNAUTHENTICATED));
    }

    @Test
    void no_token_is_accepted_before_the_list_was_read() {
        status = 503;
        verifier = verifier();

        await().atMost(PATIENCE).until(() -> !waiting.isEmpty());
        assertThat(problem().is(StandardError.UNAVAILABLE)).isTrue();
        assertThatThrownBy(() -> verifier.ready().await()).hasMessageContaining("revocations");

        status = 200;
        await().atMost(PATIENCE).until(this::isAccepted);
        verifier.ready().await();
    }

    @Test
    void an_outage_forgets_nothing_and_refuses_nothing_else() {
        list.add(revocation("jti-1"));
        verifier = verifier();
        await().atMost(PATIENCE).until(() -> problem() != null && problem().is(StandardError.UNAUTHENTICATED));

        status = 503;
        answerWaiting();
        int before = waiting.size();
        await().atMost(PATIENCE).until(() -> waiting.size() > before + 1);

        assertThat(isAccepted()).isFalse();
        token = token("jti-2");
        assertThat(isAccepted()).isTrue();
    }

    @Test
    void the_list_of_a_new_database_replaces_the_old_one() {
        list.add(revocation("jti-1"));
        verifier = verifier();
        await().atMost(PATIENCE).until(() -> problem() != null && problem().is(StandardError.UNAUTHENTICATED));

        list.clear();
        epoch = "two";
        answerWaiting();

        await().atMost(PATIENCE).until(this::isAccepted);
    }

    @Test
    void a_list_without_credentials_is_an_invalid_setting() {
        assertThatThrownBy(() -> new TokenSettings(
                        List.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.of(url())))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("REVOCATIONS_URL");
    }

    /** Answers at once what the cursor does not cover, and keeps any other request until something changes. */
    private void answer(HttpServerRequest request) {
        String after = request.getParam("after", "");
        waiting.add(request);
        if (status != 200) {
            request.response().setStatusCode(status).end();
        } else if (!after.startsWith(epoch)) {
            end(request, true, list);
        } else if (Integer.parseInt(after.substring(epoch.length())) < list.size()) {
            end(request, false, list.subList(Integer.parseInt(after.substring(epoch.length())), list.size()));
        }
    }

    private void revoke(String tokenId) {
        list.add(revocation(tokenId));
        answerWaiting();
    }

    private void answerWaiting() {
        for (var request : waiting) {
            if (!request.response().ended()) {
                vertx.runOnContext(again -> answer(request));
            }
        }
    }

    private void end(HttpServerRequest request, boolean complete, List<Revocation> changes) {
        var array = new JsonArray();
        changes.forEach(change -> array.add(change.json()));
        request.response()
                .end(new JsonObject()
                        .put("cursor", epoch + list.size())
                        .put("complete", complete)
                        .put("revocations", array)
                        .toBuffer());
    }

    private static Revocation revocation(String tokenId) {
        long now = Instant.now().getEpochSecond();
        return new Revocation(Kind.TOKEN, tokenId, now, now + HOUR_S);
    }

    private boolean isAccepted() {
        return problem() == null;
    }

    private Problem problem() {
        try {
            verifier.verify(token).await();
            return null;
        } catch (Problem refused) {
            return refused;
        }
    }

    private String token(String tokenId) {
        return issuer.sign("{\"iss\":\"%s\",\"sub\":\"ada\",\"aud\":\"corridor\",\"jti\":\"%s\",\"exp\":%d}"
                .formatted(issuer.issuer(), tokenId, Instant.now().getEpochSecond() + HOUR_S));
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + revocations.actualPort() + "/revocations");
    }

    private TokenVerifier verifier() {
        var own = new TokenSettings.ClientCredentials(URI.create(issuer.tokenUrl()), "service", new Secret("s"));
        return new TokenVerifier(
                vertx,
                new TokenSettings(
                        List.of(URI.create(issuer.jwksUrl())),
                        Set.of(issuer.issuer()),
                        Set.of("corridor"),
                        Optional.empty(),
                        Optional.of(own),
                        Optional.of(url())),
                Clock.systemUTC());
    }
}
