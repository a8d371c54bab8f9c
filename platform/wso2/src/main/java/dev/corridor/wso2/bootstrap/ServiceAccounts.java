package dev.corridor.wso2.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.kit.identity.Scope;
import dev.corridor.wso2.bootstrap.Report.Outcome;
import dev.corridor.wso2.bootstrap.rest.Answer;
import dev.corridor.wso2.bootstrap.rest.BootstrapFailure;
import dev.corridor.wso2.bootstrap.rest.Documents;
import dev.corridor.wso2.bootstrap.rest.Http;
import dev.corridor.wso2.bootstrap.rest.Http.Request;
import dev.corridor.wso2.bootstrap.rest.Login;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Step that registers the clients of the services, with the ids and secrets that compose.yaml gives them. The registration of WSO2's
 * key manager accepts these; that of the developer portal does not.
 */
final class ServiceAccounts {
    private static final String PATH = "/api/identity/oauth2/dcr/v1.1/register";
    private static final int NOT_FOUND = 404;
    /** What WSO2's key manager answers in place of 404, by version. */
    private static final int UNKNOWN_CLIENT = 401;

    private final Http http;
    private final BootstrapSettings settings;
    private final Login login;
    private final Report report;

    ServiceAccounts(Http http, BootstrapSettings settings, Login login, Report report) {
        this.http = http;
        this.settings = settings;
        this.login = login;
        this.report = report;
    }

    void apply(List<ServiceAccount> accounts) {
        accounts.forEach(this::apply);
    }

    private void apply(ServiceAccount account) {
        var client = new Login.Client(account.clientId(), account.clientSecret());
        var existing = call("GET", PATH + "/" + account.clientId(), Optional.empty());
        if (existing.status() == NOT_FOUND || existing.status() == UNKNOWN_CLIENT) {
            register(account);
            report.add(Outcome.CREATED, "client " + account.clientId());
        } else if (isSame(account, existing.require("read the client " + account.clientId()))) {
            report.add(Outcome.UNCHANGED, account.clientId());
        } else {
            remove(account);
            register(account);
            report.add(Outcome.UPDATED, "client " + account.clientId());
        }
        requireUsableToken(account, login.withClientCredentials(client, account.scope()));
    }

    private static boolean isSame(ServiceAccount account, Answer existing) {
        String secret = existing.json().path("client_secret").asText();
        return secret.isEmpty() || secret.equals(account.clientSecret().value());
    }

    private void remove(ServiceAccount account) {
        var answer = call("DELETE", PATH + "/" + account.clientId(), Optional.empty());
        if (answer.status() != NOT_FOUND) {
            answer.require("replace the client " + account.clientId());
        }
    }

    private void register(ServiceAccount account) {
        ObjectNode body = Documents.JSON.createObjectNode();
        body.put("client_name", account.clientId());
        body.putArray("redirect_uris");
        body.putArray("grant_types").add("client_credentials");
        body.put("ext_param_client_id", account.clientId());
        body.put("ext_param_client_secret", account.clientSecret().value());
        // Without it the token is an opaque text, which services cannot verify.
        body.put("token_type_extension", "JWT");
        call("POST", PATH, Optional.of(body)).require("register the client " + account.clientId());
    }

    /** Reads a token as the service will, because a wrong one shows only in a payment that fails. */
    private void requireUsableToken(ServiceAccount account, Answer answer) {
        String token = answer.require("give the client " + account.clientId() + " a token")
                .json()
                .path("access_token")
                .asText();
        var claims = Login.claims(token)
                .orElseThrow(() -> new BootstrapFailure("WSO2 gives the client " + account.clientId()
                        + " tokens that are no JWTs, which services cannot verify. Delete the client in"
                        + " https://localhost:9443/carbon, then run the bootstrap again."));
        String issuer = claims.path("iss").asText();
        if (!issuer.equals(settings.tokens().issuer())) {
            throw new BootstrapFailure("WSO2's tokens are issued by " + issuer + ", and the services accept "
                    + settings.tokens().issuer() + ". Set the same JWT_ISSUER in compose.yaml, or [server] hostname in"
                    + " deployment.toml.");
        }
        if (!texts(claims.path("aud")).contains(settings.tokens().audience())) {
            throw new BootstrapFailure("WSO2's tokens are not for the audience "
                    + settings.tokens().audience() + ". Check [oauth.oidc.id_token] audiences in deployment.toml.");
        }
        Set<String> granted = Set.of(claims.path("scope").asText().split(" "));
        var missing = account.scopes().stream()
                .map(Scope::value)
                .filter(scope -> !granted.contains(scope))
                .toList();
        if (!missing.isEmpty()) {
            throw new BootstrapFailure("WSO2 does not grant " + String.join(", ", missing) + " to the client "
                    + account.clientId() + ". The scopes have to exist and to be bound to a role of "
                    + settings.admin().username() + ".");
        }
    }

    private static List<String> texts(JsonNode claim) {
        if (!claim.isArray()) {
            return List.of(claim.asText());
        }
        var texts = new ArrayList<String>();
        claim.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private Answer call(String method, String path, Optional<ObjectNode> body) {
        URI address = settings.addresses().manager().resolve(path);
        return http.send(new Request(
                method,
                address,
                Map.of(
                        "Authorization",
                        Login.basic(
                                settings.admin().username(),
                                settings.admin().password().value()),
                        "Content-Type",
                        "application/json"),
                body.map(json -> json.toString().getBytes(StandardCharsets.UTF_8))));
    }
}
