package dev.corridor.wso2.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.kit.config.Secret;
import dev.corridor.wso2.bootstrap.ApiPublication.Published;
import dev.corridor.wso2.bootstrap.Report.Outcome;
import dev.corridor.wso2.bootstrap.rest.BootstrapFailure;
import dev.corridor.wso2.bootstrap.rest.Documents;
import dev.corridor.wso2.bootstrap.rest.Login;
import dev.corridor.wso2.bootstrap.rest.RestApi;
import java.util.List;

/** Step that creates the demo application in the developer portal, with keys and a subscription to each API. */
final class DemoApplication {
    static final String NAME = "Corridor demo";

    private static final String DESCRIPTION = "Tries Corridor's APIs out; created by Corridor's bootstrap";
    private static final String KEY_TYPE = "PRODUCTION";
    private static final String UNLIMITED = "Unlimited";
    private static final String APPROVED = "APPROVED";
    private static final String APPLICATIONS = RestApi.DEVELOPER_PORTAL + "/applications";
    private static final String SUBSCRIPTIONS = RestApi.DEVELOPER_PORTAL + "/subscriptions";
    private static final String[] GRANTS = {
        "password", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:token-exchange"
    };

    private final RestApi portal;
    private final Report report;

    DemoApplication(RestApi portal, Report report) {
        this.portal = portal;
        this.report = report;
    }

    /** @return the application's client */
    Login.Client apply(List<Published> apis) {
        String id = application();
        var client = keys(id);
        subscribe(id, apis);
        return client;
    }

    private String application() {
        ObjectNode wanted = Documents.JSON.createObjectNode();
        wanted.put("name", NAME);
        wanted.put("throttlingPolicy", UNLIMITED);
        wanted.put("description", DESCRIPTION);
        wanted.put("tokenType", "JWT");
        var existing = portal.all(APPLICATIONS, "list applications").stream()
                .filter(application -> application.path("name").asText().equals(NAME))
                .findFirst();
        if (existing.isPresent()) {
            String id = existing.get().path("applicationId").asText();
            var detail = portal.get(APPLICATIONS + "/" + id)
                    .require("read the application " + NAME)
                    .json();
            if (Documents.isContained(wanted, detail)) {
                report.add(Outcome.UNCHANGED, NAME);
            } else {
                portal.send("PUT", APPLICATIONS + "/" + id, wanted).require("update the application " + NAME);
                report.add(Outcome.UPDATED, "application " + NAME);
            }
            return id;
        }
        var created = portal.send("POST", APPLICATIONS, wanted)
                .require("create the application " + NAME)
                .json();
        requireApproved(created.path("status").asText(), "application " + NAME);
        report.add(Outcome.CREATED, "application " + NAME);
        return created.path("applicationId").asText();
    }

    private Login.Client keys(String id) {
        var existing = portal.list(APPLICATIONS + "/" + id + "/oauth-keys", "read the keys of " + NAME).stream()
                .filter(key -> key.path("keyType").asText().equals(KEY_TYPE)
                        && !key.path("consumerKey").asText().isEmpty())
                .findFirst();
        if (existing.isPresent()) {
            report.add(Outcome.UNCHANGED, "keys of " + NAME);
            return client(existing.get());
        }
        ObjectNode body = Documents.JSON.createObjectNode();
        body.put("keyType", KEY_TYPE);
        body.put("keyManager", "Resident Key Manager");
        body.set("grantTypesToBeSupported", RestApi.array(GRANTS));
        body.putObject("additionalProperties");
        var created = portal.send("POST", APPLICATIONS + "/" + id + "/generate-keys", body)
                .require("generate keys for " + NAME)
                .json();
        report.add(Outcome.CREATED, "keys of " + NAME);
        return client(created);
    }

    private static Login.Client client(JsonNode key) {
        return new Login.Client(
                key.path("consumerKey").asText(),
                new Secret(key.path("consumerSecret").asText()));
    }

    /** Subscribes with the smallest plan of each API. A subscription with another plan is the operator's choice and stays. */
    private void subscribe(String id, List<Published> apis) {
        var existing = portal.all(SUBSCRIPTIONS + "?applicationId=" + id, "list subscriptions").stream()
                .map(subscription -> subscription.path("apiId").asText())
                .toList();
        for (var api : apis) {
            var project = api.project();
            if (existing.contains(api.id())) {
                report.add(Outcome.UNCHANGED, "subscription to " + project.title());
                continue;
            }
            // WSO2 accepts no new subscription to a deprecated version.
            if (!project.lifeCycleStatus().equals("PUBLISHED")) {
                continue;
            }
            ObjectNode body = Documents.JSON.createObjectNode();
            body.put("applicationId", id);
            body.put("apiId", api.id());
            body.put(
                    "throttlingPolicy",
                    project.plans().isEmpty() ? UNLIMITED : project.plans().get(0));
            var created = portal.send("POST", SUBSCRIPTIONS, body)
                    .require("subscribe " + NAME + " to " + project.title())
                    .json();
            String status = created.path("status").asText();
            requireApproved(status.equals("UNBLOCKED") ? APPROVED : status, "subscription to " + project.title());
            report.add(Outcome.CREATED, "subscription to " + project.title());
        }
    }

    private static void requireApproved(String status, String thing) {
        if (!status.isEmpty() && !status.equals(APPROVED)) {
            throw new BootstrapFailure("The " + thing + " waits for an approval in WSO2 (" + status
                    + "). Approve it in https://localhost:9443/admin, then run the bootstrap again.");
        }
    }
}
