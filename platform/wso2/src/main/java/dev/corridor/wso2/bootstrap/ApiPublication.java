package dev.corridor.wso2.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.corridor.wso2.bootstrap.Report.Outcome;
import dev.corridor.wso2.bootstrap.project.ApiProject;
import dev.corridor.wso2.bootstrap.rest.BootstrapFailure;
import dev.corridor.wso2.bootstrap.rest.Documents;
import dev.corridor.wso2.bootstrap.rest.Http;
import dev.corridor.wso2.bootstrap.rest.Login;
import dev.corridor.wso2.bootstrap.rest.Patience;
import dev.corridor.wso2.bootstrap.rest.RestApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Step that imports the API projects, brings them to their state in the life cycle and sees to it that the gateway serves them. */
final class ApiPublication {
    /** Actions that lead from a state to one that a project can name. */
    private static final Map<String, Map<String, String>> ACTIONS = Map.of(
            "PUBLISHED", Map.of("CREATED", "Publish", "PROTOTYPED", "Publish", "BLOCKED", "Re-Publish"),
            "DEPRECATED", Map.of("CREATED", "Publish", "PUBLISHED", "Deprecate", "BLOCKED", "Deprecate"));

    private static final int MAX_ACTIONS = 3;
    private static final int MAX_DEPLOYMENTS = 3;

    private final RestApi publisher;
    private final GatewayProbe gateway;
    private final Http http;
    private final Patience patience;
    private final Report report;

    ApiPublication(RestApi publisher, GatewayProbe gateway, Http http, Patience patience, Report report) {
        this.publisher = publisher;
        this.gateway = gateway;
        this.http = http;
        this.patience = patience;
        this.report = report;
    }

    /** An API in WSO2 and the project that it comes from. */
    record Published(String id, ApiProject project) {}

    /** @return the published APIs, in the order of the projects */
    List<Published> apply(List<ApiProject> projects) {
        var imported = projects.stream().map(this::importIfChanged).toList();
        imported.forEach(this::serve);
        return imported;
    }

    private Published importIfChanged(ApiProject project) {
        var existing = find(project);
        boolean isCurrent = existing.isPresent() && project.digest().equals(digestOf(existing.get()));
        String id;
        if (isCurrent) {
            id = existing.get().path("id").asText();
            report.add(Outcome.UNCHANGED, project.title());
        } else {
            publisher
                    .upload(
                            RestApi.PUBLISHER
                                    + "/apis/import?preserveProvider=false&overwrite=true&rotateRevision=true",
                            project.folder() + ".zip",
                            project.archive())
                    .require("import the API " + project.title());
            report.add(existing.isPresent() ? Outcome.UPDATED : Outcome.CREATED, "API " + project.title());
            id = awaitListed(project);
        }
        bringTo(project, id);
        return new Published(id, project);
    }

    /** An API appears in the list some time after its import, when WSO2 has indexed it. */
    private String awaitListed(ApiProject project) {
        var until = Instant.now().plus(patience.deployment());
        while (true) {
            var found = find(project);
            if (found.isPresent()) {
                return found.get().path("id").asText();
            }
            if (Instant.now().isAfter(until)) {
                throw new BootstrapFailure("WSO2 has imported the API " + project.title()
                        + " but does not list it after " + patience.deployment().toSeconds()
                        + " s. Look at its log, then run the bootstrap again.");
            }
            http.pause(patience.poll());
        }
    }

    private void bringTo(ApiProject project, String id) {
        for (int actions = 0; actions <= MAX_ACTIONS; actions++) {
            String state = detail(id).path("lifeCycleStatus").asText();
            if (state.equals(project.lifeCycleStatus())) {
                return;
            }
            String action =
                    ACTIONS.getOrDefault(project.lifeCycleStatus(), Map.of()).get(state);
            if (action == null) {
                throw new BootstrapFailure("The API " + project.title() + " is " + state
                        + " in WSO2, and its project says " + project.lifeCycleStatus()
                        + ". Change its state in the publisher portal, then run the bootstrap again.");
            }
            publisher
                    .post(RestApi.PUBLISHER + "/apis/change-lifecycle?action=" + Login.encoded(action) + "&apiId=" + id)
                    .require("change the state of the API " + project.title() + " to " + project.lifeCycleStatus());
            report.say("  " + action.toLowerCase(java.util.Locale.ROOT) + " " + project.title());
        }
        throw new BootstrapFailure("The API " + project.title() + " does not become " + project.lifeCycleStatus()
                + ". If changes of state need an approval in WSO2, approve them in the admin portal.");
    }

    /**
     * Waits until the gateway serves an API, and deploys it again when it does not: WSO2 tells its gateway by a message that can
     * be lost while the gateway starts.
     */
    private void serve(Published api) {
        for (int deployments = 0; deployments <= MAX_DEPLOYMENTS; deployments++) {
            if (deployments > 0) {
                deploy(api);
                report.add(Outcome.REDEPLOYED, "API " + api.project().title());
            }
            var until = Instant.now().plus(patience.deployment());
            do {
                if (gateway.serves(api.project())) {
                    return;
                }
                http.pause(patience.poll());
            } while (Instant.now().isBefore(until));
        }
        throw new BootstrapFailure(
                "The gateway does not serve the API " + api.project().title() + " at "
                        + api.project().gatewayPath() + " after " + MAX_DEPLOYMENTS
                        + " deployments. Restart WSO2 (docker compose restart wso2am), then run the bootstrap again.");
    }

    private void deploy(Published api) {
        String path = RestApi.PUBLISHER + "/apis/" + api.id();
        String purpose = "deploy the API " + api.project().title();
        var revisions = publisher.list(path + "/revisions", purpose);
        String revision = revisions.stream()
                .max(java.util.Comparator.comparing(
                        (JsonNode each) -> each.path("createdTime").asText()))
                .map(each -> each.path("id").asText())
                .orElseGet(() -> createRevision(path, purpose));
        var environments = Documents.JSON.createArrayNode();
        environments
                .addObject()
                .put("revisionUuid", revision)
                .put("name", "Default")
                .put("vhost", "localhost")
                .put("displayOnDevportal", true);
        publisher
                .send("POST", path + "/deploy-revision?revisionId=" + revision, environments)
                .require(purpose);
    }

    private String createRevision(String path, String purpose) {
        var body = Documents.JSON.createObjectNode().put("description", "Created by Corridor's bootstrap");
        return publisher
                .send("POST", path + "/revisions", body)
                .require(purpose)
                .json()
                .path("id")
                .asText();
    }

    private Optional<JsonNode> find(ApiProject project) {
        return publisher.all(RestApi.PUBLISHER + "/apis", "list APIs").stream()
                .filter(api -> api.path("name").asText().equals(project.name())
                        && api.path("version").asText().equals(project.version()))
                .findFirst()
                .map(api -> detail(api.path("id").asText()));
    }

    private JsonNode detail(String id) {
        return publisher
                .get(RestApi.PUBLISHER + "/apis/" + id)
                .require("read an API")
                .json();
    }

    private static String digestOf(JsonNode api) {
        for (JsonNode property : api.path("additionalProperties")) {
            if (property.path("name").asText().equals(ApiProject.DIGEST_PROPERTY)) {
                return property.path("value").asText();
            }
        }
        return "";
    }
}
