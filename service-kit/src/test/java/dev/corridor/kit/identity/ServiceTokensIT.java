package dev.corridor.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.testing.TickingClock;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceTokensIT {
    private final TickingClock clock = new TickingClock();

    @Test
    void a_services_own_token_is_fetched_once_and_renewed_before_it_expires() {
        var vertx = Vertx.vertx();
        try (var issuer = TestIssuer.start()) {
            var settings = new TokenSettings(
                    List.of(URI.create(issuer.jwksUrl())),
                    Set.of(issuer.issuer()),
                    Set.of(TokenSettings.AUDIENCE),
                    Optional.empty(),
                    Optional.of(new TokenSettings.ClientCredentials(
                            URI.create(issuer.tokenUrl()), "payment", new Secret("secret"))));
            var verifier = new TokenVerifier(vertx, settings, clock);
            var tokens = new ServiceTokens(vertx, settings, clock, Scope.LEDGER_ADMIN, Scope.PROFILE_ADMIN);

            String first = tokens.current().await();
            assertThat(tokens.current().await()).isSameAs(first);
            assertThat(verifier.verify(first).await().scopes())
                    .containsExactlyInAnyOrder("ledger:admin", "profile:admin");

            clock.advance(Duration.ofMinutes(59).plusSeconds(1));
            assertThat(tokens.current().await()).isNotEqualTo(first);
        } finally {
            vertx.close().await();
        }
    }
}
