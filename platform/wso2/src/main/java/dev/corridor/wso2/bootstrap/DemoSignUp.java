package dev.corridor.wso2.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.kit.config.Secret;
import dev.corridor.wso2.bootstrap.Report.Outcome;
import dev.corridor.wso2.bootstrap.rest.Answer;
import dev.corridor.wso2.bootstrap.rest.Documents;
import dev.corridor.wso2.bootstrap.rest.Http;
import dev.corridor.wso2.bootstrap.rest.Http.Request;
import dev.corridor.wso2.bootstrap.rest.Login;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Step that signs the demo users up. API Manager 4.5 ships the interface of self sign-up and no SCIM. */
final class DemoSignUp {
    private static final String PATH = "/api/identity/user/v1.0/me";
    private static final String CLAIMS = "http://wso2.org/claims/";
    private static final int CONFLICT = 409;

    private final Http http;
    private final BootstrapSettings settings;
    private final Login login;
    private final Login.Client client;
    private final Report report;

    DemoSignUp(Http http, BootstrapSettings settings, Login login, Login.Client client, Report report) {
        this.http = http;
        this.settings = settings;
        this.login = login;
        this.client = client;
        this.report = report;
    }

    void apply(List<DemoUser> users) {
        users.forEach(this::apply);
    }

    private void apply(DemoUser user) {
        if (canLogIn(user)) {
            report.add(Outcome.UNCHANGED, user.username());
            return;
        }
        var answer = signUp(user);
        if (answer.status() == CONFLICT) {
            throw answer.failure(
                    "sign " + user.username() + " up",
                    "The user exists and has another password than WSO2_DEMO_PASSWORD. Reset it in"
                            + " https://localhost:9443/carbon, or set the variable to it.");
        }
        answer.require("sign " + user.username() + " up");
        report.add(Outcome.CREATED, "user " + user.username());
    }

    private boolean canLogIn(DemoUser user) {
        Secret password = settings.demoPassword();
        var answer = login.withPassword(client, user.username(), password, "openid");
        String error = answer.json().path("error").asText();
        if (!answer.isSuccess() && !error.equals("invalid_grant")) {
            throw answer.failure("log " + user.username() + " in", "");
        }
        return answer.isSuccess();
    }

    private Answer signUp(DemoUser user) {
        ObjectNode body = Documents.JSON.createObjectNode();
        ObjectNode details = body.putObject("user");
        details.put("username", user.username());
        details.put("realm", "PRIMARY");
        details.put("password", settings.demoPassword().value());
        var claims = details.putArray("claims");
        Map.of("givenname", user.givenName(), "lastname", user.familyName(), "emailaddress", user.email())
                .forEach((claim, value) ->
                        claims.addObject().put("uri", CLAIMS + claim).put("value", value));
        body.putArray("properties");
        return http.send(new Request(
                "POST",
                settings.addresses().manager().resolve(PATH),
                Map.of(
                        "Authorization",
                        Login.basic(
                                settings.admin().username(),
                                settings.admin().password().value()),
                        "Content-Type",
                        "application/json"),
                Optional.of(body.toString().getBytes(StandardCharsets.UTF_8))));
    }
}
