package dev.corridor.wso2.bootstrap;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.Verification;
import dev.corridor.wso2.bootstrap.Report.Outcome;
import dev.corridor.wso2.bootstrap.rest.BootstrapFailure;
import dev.corridor.wso2.bootstrap.rest.Http;
import dev.corridor.wso2.bootstrap.rest.Login;
import dev.corridor.wso2.bootstrap.rest.RestApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Step that creates the profiles of the demo users, under the ids that WSO2 has given them. */
final class DemoProfiles {
    private static final int MAX_ATTEMPTS = 10;

    private final Http http;
    private final BootstrapSettings settings;
    private final Login login;
    private final RestApi operator;
    private final Report report;

    /** @param operator a session that may create verified users */
    DemoProfiles(Http http, BootstrapSettings settings, Login login, RestApi operator, Report report) {
        this.http = http;
        this.settings = settings;
        this.login = login;
        this.operator = operator;
        this.report = report;
    }

    void apply(HostPort address, Login.Client client, List<DemoUser> users) {
        var vertx = Vertx.vertx();
        try {
            var profile = ServiceClient.connect(vertx, "profile", List.of(address));
            users.forEach(user -> apply(profile, idOf(client, user), user));
        } finally {
            vertx.close();
        }
    }

    /** The id is the subject of the user's token. */
    private String idOf(Login.Client client, DemoUser user) {
        Secret password = settings.demoPassword();
        String token = login.withPassword(client, user.username(), password, "")
                .require("log " + user.username() + " in")
                .json()
                .path("access_token")
                .asText();
        return Login.claims(token)
                .map(claims -> claims.path("sub").asText())
                .orElseThrow(() -> new BootstrapFailure("WSO2 gives the application " + DemoApplication.NAME
                        + " tokens that are no JWTs, which services cannot verify. Delete the application in the developer"
                        + " portal, then run the bootstrap again."));
    }

    private void apply(ServiceClient profile, String id, DemoUser user) {
        for (int attempt = 1; ; attempt++) {
            try {
                create(profile, id, user);
                return;
            } catch (Problem problem) {
                boolean isStarting = problem.code().fault().httpStatus() >= 500;
                if (!isStarting || attempt == MAX_ATTEMPTS) {
                    throw new BootstrapFailure(
                            "The profile service refused to create " + user.username() + ": " + problem.getMessage()
                                    + " Its log says more (docker compose logs profile).",
                            problem);
                }
                http.pause(settings.patience().poll());
            }
        }
    }

    private void create(ServiceClient profile, String id, DemoUser user) {
        var lookup = GetUserRequest.newBuilder().setUserId(id).build();
        try {
            await(profile.call(ProfileServiceGrpcClient.GetUser, lookup, operator.accessToken()));
            report.add(Outcome.UNCHANGED, "profile of " + user.username());
            return;
        } catch (Problem problem) {
            if (problem.code().fault() != Fault.NOT_FOUND) {
                throw problem;
            }
        }
        var request = CreateUserRequest.newBuilder()
                .setUserId(id)
                .setUsername(user.username())
                .setEmail(user.email())
                .setFullName(user.fullName())
                .setHomeCurrency(user.homeCurrency())
                .setVerification(Verification.VERIFICATION_VERIFIED)
                .build();
        await(profile.call(ProfileServiceGrpcClient.CreateUser, request, operator.accessToken()));
        report.add(Outcome.CREATED, "profile of " + user.username());
    }

    private <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage()
                    .toCompletableFuture()
                    .get(settings.patience().request().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw Http.stopped(interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw new BootstrapFailure("The profile service cannot be called: " + failed.getMessage(), failed);
        } catch (TimeoutException late) {
            throw new BootstrapFailure("The profile service does not answer. Run the bootstrap again.", late);
        }
    }
}
