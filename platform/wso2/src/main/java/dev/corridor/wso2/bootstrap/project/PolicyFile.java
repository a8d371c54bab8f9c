package dev.corridor.wso2.bootstrap.project;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Throttling policy as a document of the Admin API.
 *
 * @param level the kind of policy in the Admin API's path: subscription, application, advanced or custom
 */
public record PolicyFile(String level, ObjectNode document) {
    public String name() {
        return document.path("policyName").asText();
    }
}
