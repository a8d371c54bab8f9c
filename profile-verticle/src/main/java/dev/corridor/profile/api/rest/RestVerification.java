package dev.corridor.profile.api.rest;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.PageLimit;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.profile.domain.Verification;
import dev.corridor.profile.usecase.VerificationUpdate;
import dev.corridor.profile.wire.UserJson;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.OptionalLong;

/** REST transport of what operators do with the verification of users. */
public final class RestVerification {
    private static final PageLimit PAGE = new PageLimit(20, 100);

    private final VerificationUpdate verification;

    public RestVerification(VerificationUpdate verification) {
        this.verification = verification;
    }

    public void mount(RestTransport rest) {
        rest.operation("setVerification", Scope.PROFILE_VERIFY, this::set)
                .operation("listVerificationChanges", Scope.PROFILE_ADMIN, this::list);
    }

    private Future<Reply> set(Caller caller, RestRequest request) {
        var body = request.body();
        return verification
                .update(
                        caller,
                        request.path("id"),
                        RestProfile.versions(request),
                        parse(body.getString("verification")),
                        body.getString("reason"))
                .map(RestProfile::reply);
    }

    private Future<Reply> list(Caller caller, RestRequest request) {
        var before = request.query("before_version")
                .map(version -> OptionalLong.of(Long.parseLong(version)))
                .orElse(OptionalLong.empty());
        return verification
                .history(request.path("id"), before, PAGE.of(request.query("limit")))
                .map(changes -> Reply.ok(UserJson.history(changes)));
    }

    /** Reads a verification, which the contract has checked to be one. */
    static Verification parse(String word) {
        return Verification.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
