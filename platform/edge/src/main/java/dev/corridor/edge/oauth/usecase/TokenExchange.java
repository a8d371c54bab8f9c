package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.domain.AuthorizationCode;
import dev.corridor.edge.oauth.domain.Grant;
import dev.corridor.edge.oauth.domain.GrantType;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.store.Grants;
import dev.corridor.edge.oauth.store.Grants.Presented;
import dev.corridor.edge.oauth.store.Grants.Refresh;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Exchanges a grant for tokens: client credentials, an authorization code, a refresh token, and for the operator a user's password.
 *
 * <p>A code and a refresh token can be used once. When one is used again, one of the two users has stolen it, and nobody can tell
 * which: the whole grant is revoked (RFC 9700, 2.2.2 and 4.14.2).
 */
public final class TokenExchange {
    /** A refresh token that is not used for so long is worthless. */
    public static final Duration REFRESH_LIFETIME = Duration.ofDays(30);

    private static final String OPENID = "openid";

    private final Database database;
    private final Grants grants;
    private final TokenIssuer issuer;
    private final TokenRevocation revocation;
    private final UserSignIn signIn;
    private final Clock clock;
    private final SecureRandom random;

    public TokenExchange(
            Stores stores,
            TokenIssuer issuer,
            TokenRevocation revocation,
            UserSignIn signIn,
            Clock clock,
            SecureRandom random) {
        this.database = stores.database();
        this.grants = stores.grants();
        this.issuer = issuer;
        this.revocation = revocation;
        this.signIn = signIn;
        this.clock = clock;
        this.random = random;
    }

    /** Result of a transaction that is committed also when the tokens are refused. */
    private record Outcome(Optional<TokenSet> tokens, Optional<OAuthError> refusal, boolean isTheft) {
        static Outcome of(TokenSet tokens) {
            return new Outcome(Optional.of(tokens), Optional.empty(), false);
        }

        static Outcome refused(OAuthError refusal, boolean isTheft) {
            return new Outcome(Optional.empty(), Optional.of(refusal), isTheft);
        }
    }

    public TokenSet forClient(RegisteredClient client, Set<String> scopes) {
        client.require(GrantType.CLIENT_CREDENTIALS);
        List<String> granted = client.grant(scopes, client.scopes());
        return TokenSet.of(issuer.forClient(client.id(), granted), granted);
    }

    public Future<TokenSet> forPassword(RegisteredClient client, String username, String password, Set<String> scopes) {
        client.require(GrantType.PASSWORD);
        List<String> granted = client.grant(scopes, Scope.ofUsers());
        return signIn.checkForOperator(username, password)
                .map(user -> TokenSet.of(issuer.forUser(user.userId(), client.id(), granted), granted));
    }

    public Future<TokenSet> forCode(RegisteredClient client, String code, String redirectUri, String verifier) {
        client.require(GrantType.AUTHORIZATION_CODE);
        Instant now = clock.instant();
        return conclude(database.transaction(connection -> grants.useCode(connection, new RandomSecret(code), now)
                .compose(found -> found.map(presented -> redeem(
                                connection,
                                presented,
                                client,
                                terms -> terms.require(client, redirectUri, verifier, now)))
                        .orElseGet(
                                () -> Future.succeededFuture(Outcome.refused(AuthorizationCode.refused(), false))))));
    }

    public Future<TokenSet> refresh(RegisteredClient client, String token, Set<String> scopes) {
        client.require(GrantType.REFRESH_TOKEN);
        return conclude(database.transaction(
                connection -> grants.useRefreshToken(connection, new RandomSecret(token), clock.instant())
                        .compose(found -> found.map(presented -> renew(connection, presented, client, scopes))
                                .orElseGet(() -> Future.succeededFuture(Outcome.refused(refused(), false))))));
    }

    @FunctionalInterface
    private interface Check {
        /** @throws OAuthError invalid_grant */
        void require(AuthorizationCode terms);
    }

    private Future<Outcome> redeem(
            SqlConnection connection, Presented<AuthorizationCode> presented, RegisteredClient client, Check check) {
        AuthorizationCode terms = presented.terms();
        if (presented.wasUsed()) {
            return theft(connection, terms.grant(), AuthorizationCode.refused());
        }
        try {
            check.require(terms);
        } catch (OAuthError refusal) {
            return theft(connection, terms.grant(), refusal);
        }
        Grant grant = terms.grant();
        Optional<String> idToken =
                grant.scopes().contains(OPENID) ? Optional.of(issuer.idToken(grant, terms.nonce())) : Optional.empty();
        return issue(connection, client, grant, grant.scopes())
                .map(tokens -> Outcome.of(
                        new TokenSet(tokens.accessToken(), tokens.scopes(), tokens.refreshToken(), idToken)));
    }

    private Future<Outcome> renew(
            SqlConnection connection, Presented<Refresh> presented, RegisteredClient client, Set<String> requested) {
        Grant grant = presented.terms().grant();
        boolean isOfClient = grant.clientId().equals(client.id());
        if (presented.wasUsed() || !isOfClient) {
            return theft(connection, grant, refused());
        }
        if (!clock.instant().isBefore(presented.terms().expiresAt())) {
            return Future.succeededFuture(Outcome.refused(refused(), false));
        }
        if (!grant.scopes().containsAll(requested)) {
            // The token stays usable, because the transaction is rolled back.
            return Future.failedFuture(
                    new OAuthError(Code.INVALID_SCOPE, "A scope is not among those that the user has granted."));
        }
        List<String> scopes = requested.isEmpty() ? grant.scopes() : List.copyOf(requested);
        return issue(connection, client, grant, scopes).map(Outcome::of);
    }

    private Future<TokenSet> issue(
            SqlConnection connection, RegisteredClient client, Grant grant, List<String> scopes) {
        // A client may have lost scopes since the user granted them.
        List<String> allowed = scopes.stream()
                .filter(scope -> scope.equals(OPENID) || client.scopes().contains(scope))
                .collect(Collectors.toUnmodifiableList());
        String access = issuer.forGrant(grant, allowed);
        if (!client.grants().contains(GrantType.REFRESH_TOKEN)) {
            return Future.succeededFuture(TokenSet.of(access, allowed));
        }
        var refresh = RandomSecret.generate(random);
        Instant expiresAt = clock.instant().plus(REFRESH_LIFETIME);
        return grants.insertRefreshToken(connection, refresh, grant.id(), expiresAt)
                .compose(inserted -> grants.extend(connection, grant.id(), expiresAt.plus(issuer.lifetime())))
                .map(extended -> new TokenSet(access, allowed, Optional.of(refresh.value()), Optional.empty()));
    }

    private Future<Outcome> theft(SqlConnection connection, Grant grant, OAuthError refusal) {
        return revocation.revokeGrant(connection, grant.id()).map(revoked -> Outcome.refused(refusal, true));
    }

    private Future<TokenSet> conclude(Future<Outcome> committed) {
        return committed
                .compose(outcome ->
                        outcome.isTheft() ? revocation.announce().map(outcome) : Future.succeededFuture(outcome))
                .compose(outcome -> outcome.refusal().isPresent()
                        ? Future.failedFuture(outcome.refusal().get())
                        : Future.succeededFuture(outcome.tokens().orElseThrow()));
    }

    private static OAuthError refused() {
        return new OAuthError(Code.INVALID_GRANT, "The refresh token is unknown, used, expired or of another client.");
    }
}
