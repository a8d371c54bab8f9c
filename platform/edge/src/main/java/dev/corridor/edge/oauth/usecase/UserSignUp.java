package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.client.ProfileUsers;
import dev.corridor.edge.oauth.domain.Account;
import dev.corridor.edge.oauth.domain.PortalError;
import dev.corridor.edge.oauth.domain.SecretHash;
import dev.corridor.edge.oauth.store.Accounts;
import dev.corridor.edge.oauth.store.Accounts.SignedIn;
import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Texts;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Signs up a person: a user of the profile service, whose identity is not verified, and a password to sign in with. The user comes
 * first; a person whose password could not be stored chooses another username.
 */
public final class UserSignUp {
    private static final int MIN_PASSWORD = 12;
    private static final int MAX_PASSWORD = 256;

    private final Accounts accounts;
    private final ProfileUsers users;
    private final SecretChecks secrets;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public UserSignUp(Accounts accounts, ProfileUsers users, SecretChecks secrets, Clock clock, Supplier<UUID> ids) {
        this.accounts = accounts;
        this.users = users;
        this.secrets = secrets;
        this.clock = clock;
        this.ids = ids;
    }

    /** Fails with the {@link Problem} username_taken, email_taken, user_invalid or password_weak. */
    public Future<SignedIn> signUp(ProfileUsers.NewUser user, String password) {
        requireStrong(user.username(), password);
        return secrets.hash(password, SecretHash.FOR_PASSWORDS).compose(hash -> users.create(ids.get(), user)
                .recover(UserSignUp::explained)
                .compose(userId -> accounts.insert(new Account(userId, user.username(), hash), clock.instant())
                        .map(inserted -> {
                            if (!inserted) {
                                throw Problem.of(PortalError.USERNAME_TAKEN, "Another person has this username.");
                            }
                            return new SignedIn(userId, user.username());
                        })));
    }

    private static void requireStrong(String username, String password) {
        int length = Texts.length(password);
        boolean isStrong = length >= MIN_PASSWORD
                && length <= MAX_PASSWORD
                && !password.toLowerCase(Locale.ROOT).contains(username.toLowerCase(Locale.ROOT))
                && password.chars().distinct().count() > 4;
        if (!isStrong) {
            throw Problem.of(PortalError.PASSWORD_WEAK, "The password is too easy to guess.")
                    .with("field", "password");
        }
    }

    /** Names the profile service's refusals in this API's words. */
    private static Future<String> explained(Throwable failure) {
        if (failure instanceof Problem problem && !problem.code().fault().isServerFault()) {
            return Future.failedFuture(Problem.of(codeOf(problem), problem.detail()));
        }
        return Future.failedFuture(failure);
    }

    private static ErrorCode codeOf(Problem problem) {
        if (problem.code().fault() != Fault.ALREADY_EXISTS) {
            return PortalError.USER_INVALID;
        }
        return problem.is(PortalError.EMAIL_TAKEN) ? PortalError.EMAIL_TAKEN : PortalError.USERNAME_TAKEN;
    }
}
