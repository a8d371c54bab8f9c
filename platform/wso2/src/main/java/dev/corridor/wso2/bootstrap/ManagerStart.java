package dev.corridor.wso2.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.kit.config.Secret;
import dev.corridor.wso2.bootstrap.rest.Answer;
import dev.corridor.wso2.bootstrap.rest.BootstrapFailure;
import dev.corridor.wso2.bootstrap.rest.Documents;
import dev.corridor.wso2.bootstrap.rest.Http;
import dev.corridor.wso2.bootstrap.rest.Http.Request;
import dev.corridor.wso2.bootstrap.rest.Login;
import dev.corridor.wso2.bootstrap.rest.Patience;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Waits for WSO2 to start, which takes minutes, and registers the client by which the bootstrap calls it. */
final class ManagerStart {
    private static final String CLIENT_NAME = "corridor_bootstrap";
    private static final Duration REGISTRATION_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);

    private final Http http;
    private final URI manager;
    private final BootstrapSettings.Admin admin;
    private final Patience patience;
    private final Report report;

    ManagerStart(Http http, BootstrapSettings settings, Report report) {
        this.http = http;
        this.manager = settings.addresses().manager();
        this.admin = settings.admin();
        this.patience = settings.patience();
        this.report = report;
    }

    /**
     * Registers the client when WSO2's registration is up. It returns the client that an earlier run has registered, with the
     * same secret.
     */
    Login.Client client() {
        var answer = awaitRegistration();
        if (answer.status() == 401 || answer.status() == 403) {
            throw answer.failure(
                    "log " + admin.username() + " in",
                    "Check WSO2_ADMIN_USER and WSO2_ADMIN_PASSWORD. WSO2 stores the password when its database is created: a"
                            + " later change in .env has no effect on an existing volume.");
        }
        var json = answer.require("register the bootstrap's client").json();
        return new Login.Client(
                json.path("clientId").asText(),
                new Secret(json.path("clientSecret").asText()));
    }

    private Answer awaitRegistration() {
        report.say("Waiting for WSO2 at " + manager + " (at most " + text(patience.start()) + ")");
        Instant begin = Instant.now();
        Instant told = begin;
        while (true) {
            String state;
            try {
                var answer = http.once(REGISTRATION_TIMEOUT, registration());
                // The server answers before its applications are deployed.
                if (answer.status() != 404 && answer.status() < 500) {
                    return answer;
                }
                state = "it answers " + answer.status();
            } catch (SSLException untrusted) {
                throw new BootstrapFailure(
                        "The certificate of " + manager + " is not trusted: " + Http.reason(untrusted)
                                + ". TRUSTED_CERTIFICATES has to name the file that wso2/certificates.sh has written.",
                        untrusted);
            } catch (IOException unreachable) {
                state = Http.reason(unreachable);
            }
            var now = Instant.now();
            if (now.isAfter(begin.plus(patience.start()))) {
                throw new BootstrapFailure("WSO2 at " + manager + " has not started within "
                        + text(patience.start()) + " (" + state
                        + "). Look at its log (docker compose logs wso2am). WSO2_START_TIMEOUT sets the time.");
            }
            if (now.isAfter(told.plus(BETWEEN_LINES))) {
                report.say("  not ready after " + Duration.between(begin, now).toSeconds() + " s: " + state);
                told = now;
            }
            http.pause(patience.poll());
        }
    }

    private static String text(Duration time) {
        return time.toMinutes() > 1 ? time.toMinutes() + " minutes" : time.toSeconds() + " seconds";
    }

    private Request registration() {
        ObjectNode body = Documents.JSON.createObjectNode();
        body.put("callbackUrl", "https://localhost/unused");
        body.put("clientName", CLIENT_NAME);
        body.put("owner", admin.username());
        body.put("grantType", "password client_credentials refresh_token");
        body.put("saasApp", true);
        return new Request(
                "POST",
                manager.resolve("/client-registration/v0.17/register"),
                Map.of(
                        "Authorization",
                        Login.basic(admin.username(), admin.password().value()),
                        "Content-Type",
                        "application/json"),
                Optional.of(body.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
