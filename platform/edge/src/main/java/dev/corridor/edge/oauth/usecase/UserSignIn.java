package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.client.ProfileUsers;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.edge.oauth.domain.SecretHash;
import dev.corridor.edge.oauth.store.Accounts;
import dev.corridor.edge.oauth.store.Accounts.SignedIn;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Texts;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Signs people in. A person who signed up has a password of one's own; everybody else, such as the demo people, has the platform's
 * one password, which every start of a local platform makes anew.
 *
 * <p>Ten failures of one username within five minutes make further attempts fail until then, whatever their password is: guesses
 * from many addresses get no further than those from one.
 */
public final class UserSignIn {
    private static final Duration SESSION_LIFETIME = Duration.ofHours(8);
    static final Duration FAILURES_COUNT_FOR = Duration.ofMinutes(5);
    private static final int MAX_FAILURES = 10;
    private static final int MAX_NAME = 64;
    private static final int MAX_PASSWORD = 256;

    private final Accounts accounts;
    private final ProfileUsers users;
    private final SecretChecks secrets;
    private final Secret platformPassword;
    private final Clock clock;
    private final SecureRandom random;

    public UserSignIn(
            Accounts accounts,
            ProfileUsers users,
            SecretChecks secrets,
            Secret platformPassword,
            Clock clock,
            SecureRandom random) {
        this.accounts = accounts;
        this.users = users;
        this.secrets = secrets;
        this.platformPassword = platformPassword;
        this.clock = clock;
        this.random = random;
    }

    /** Checks a person's name and password. Fails with {@link OAuthError} invalid_grant, the same for every reason. */
    public Future<SignedIn> check(String username, String password) {
        if (!Texts.isStorable(username, MAX_NAME) || password.length() > MAX_PASSWORD) {
            return Future.failedFuture(refused());
        }
        return accounts.failures(username, clock.instant().minus(FAILURES_COUNT_FOR))
                .compose(failures -> failures >= MAX_FAILURES
                        ? Future.failedFuture(refused())
                        : checkPassword(username, password).compose(found -> conclude(username, found)));
    }

    /** Finds a user for the operator, who needs only the platform's password. */
    public Future<SignedIn> checkForOperator(String username, String password) {
        if (!isPlatformPassword(password)) {
            return Future.failedFuture(refused());
        }
        return findUser(username).map(found -> found.orElseThrow(UserSignIn::refused));
    }

    /** Begins the session of a browser. */
    public Future<RandomSecret> beginSession(SignedIn user) {
        var session = RandomSecret.generate(random);
        return accounts.insertSession(session, user, clock.instant().plus(SESSION_LIFETIME))
                .map(session);
    }

    public Future<Optional<SignedIn>> session(RandomSecret session) {
        return accounts.session(session, clock.instant());
    }

    public Future<Void> endSession(RandomSecret session) {
        return accounts.deleteSession(session);
    }

    private Future<Optional<SignedIn>> checkPassword(String username, String password) {
        return accounts.byUsername(username).compose(account -> {
            if (account.isEmpty() && isPlatformPassword(password)) {
                return findUser(username);
            }
            var hash = account.map(known -> known.password());
            return secrets.matches(hash, password, SecretHash.FOR_PASSWORDS)
                    .map(matches -> account.filter(known -> matches)
                            .map(known -> new SignedIn(known.userId(), known.username())));
        });
    }

    private Future<Optional<SignedIn>> findUser(String username) {
        return users.userIdOf(username)
                .map(found -> found.map(id -> new SignedIn(id, username)))
                .recover(failure -> Future.failedFuture(
                        failure instanceof Problem problem && problem.code().isTransient()
                                ? Problem.of(StandardError.UNAVAILABLE, "Users cannot be looked up at the moment.")
                                : failure));
    }

    private Future<SignedIn> conclude(String username, Optional<SignedIn> found) {
        if (found.isPresent()) {
            return accounts.deleteFailures(username).map(found.get());
        }
        var now = clock.instant();
        return accounts.addFailure(username, now.minus(FAILURES_COUNT_FOR), now)
                .compose(counted -> Future.failedFuture(refused()));
    }

    /** Compares in constant time. */
    private boolean isPlatformPassword(String password) {
        return MessageDigest.isEqual(
                platformPassword.value().getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }

    private static OAuthError refused() {
        return new OAuthError(Code.INVALID_GRANT, "The name or the password is wrong.");
    }
}
