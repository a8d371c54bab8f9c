package dev.corridor.wso2.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.wso2.bootstrap.Report.Outcome;
import dev.corridor.wso2.bootstrap.project.ApiProject;
import dev.corridor.wso2.bootstrap.rest.Documents;
import dev.corridor.wso2.bootstrap.rest.RestApi;
import java.util.List;
import java.util.TreeMap;

/**
 * Step that creates and updates the scopes that several APIs use. WSO2 refuses an API whose scope belongs to another API alone.
 */
final class SharedScopes {
    private final RestApi publisher;
    private final Report report;

    SharedScopes(RestApi publisher, Report report) {
        this.publisher = publisher;
        this.report = report;
    }

    void apply(List<ApiProject> projects) {
        var wanted = new TreeMap<String, ObjectNode>();
        projects.forEach(project -> project.sharedScopes()
                .forEach(scope -> wanted.putIfAbsent(scope.path("name").asText(), scope)));
        var existing = publisher.all(RestApi.PUBLISHER + "/scopes", "list scopes");
        wanted.values().forEach(scope -> apply(scope, existing));
    }

    private void apply(ObjectNode scope, List<JsonNode> existing) {
        String name = scope.path("name").asText();
        var known = existing.stream()
                .filter(other -> other.path("name").asText().equals(name))
                .findFirst();
        if (known.isEmpty()) {
            publisher.send("POST", RestApi.PUBLISHER + "/scopes", scope).require("create the scope " + name);
            report.add(Outcome.CREATED, "scope " + name);
        } else if (Documents.isContained(scope, known.get())) {
            report.add(Outcome.UNCHANGED, name);
        } else {
            String id = known.get().path("id").asText();
            publisher.send("PUT", RestApi.PUBLISHER + "/scopes/" + id, scope).require("update the scope " + name);
            report.add(Outcome.UPDATED, "scope " + name);
        }
    }
}
