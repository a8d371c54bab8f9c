package dev.corridor.wso2.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.wso2.bootstrap.Report.Outcome;
import dev.corridor.wso2.bootstrap.project.PolicyFile;
import dev.corridor.wso2.bootstrap.rest.Documents;
import dev.corridor.wso2.bootstrap.rest.RestApi;
import java.util.List;

/** Step that creates and updates the throttling policies: business plans, limits of applications, APIs and custom rules. */
final class ThrottlingPolicies {
    private static final int CONFLICT = 409;

    private final RestApi admin;
    private final Report report;

    ThrottlingPolicies(RestApi admin, Report report) {
        this.admin = admin;
        this.report = report;
    }

    void apply(List<PolicyFile> policies) {
        policies.forEach(this::apply);
    }

    private void apply(PolicyFile policy) {
        var existing = find(policy);
        if (existing == null) {
            var answer = admin.send("POST", path(policy), policy.document());
            if (answer.status() != CONFLICT) {
                answer.require("create the throttling policy " + policy.name());
                report.add(Outcome.CREATED, policy.level() + " policy " + policy.name());
                return;
            }
            existing = find(policy);
            if (existing == null) {
                throw answer.failure("create the throttling policy " + policy.name(), "");
            }
        }
        update(policy, existing);
    }

    private void update(PolicyFile policy, JsonNode existing) {
        if (Documents.isContained(policy.document(), existing)) {
            report.add(Outcome.UNCHANGED, policy.name());
            return;
        }
        String id = existing.path("policyId").asText();
        ObjectNode changed = policy.document().deepCopy();
        changed.put("policyId", id);
        admin.send("PUT", path(policy) + "/" + id, changed).require("update the throttling policy " + policy.name());
        report.add(Outcome.UPDATED, policy.level() + " policy " + policy.name());
    }

    private JsonNode find(PolicyFile policy) {
        return admin.list(path(policy), "list throttling policies").stream()
                .filter(other -> other.path("policyName").asText().equals(policy.name()))
                .findFirst()
                .orElse(null);
    }

    private static String path(PolicyFile policy) {
        return RestApi.ADMIN + "/throttling/policies/" + policy.level();
    }
}
