package dev.corridor.wso2.bootstrap.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.corridor.wso2.bootstrap.rest.Http.Request;

/** Response to a request, whose body may be JSON. */
public record Answer(Request request, int status, String body) {
    private static final int MAX_QUOTED = 300;

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Returns the body; a missing node when it is no JSON. */
    public JsonNode json() {
        try {
            return Documents.JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    public Answer require(String purpose) {
        if (!isSuccess()) {
            throw failure(purpose, "");
        }
        return this;
    }

    /** @param advice what an operator can do; empty for nothing in particular */
    public BootstrapFailure failure(String purpose, String advice) {
        var message = new StringBuilder("WSO2 refused to ")
                .append(purpose)
                .append(": ")
                .append(request.method())
                .append(' ')
                .append(request.uri().getPath())
                .append(" answered ")
                .append(status);
        String reason = reason();
        if (!reason.isEmpty()) {
            message.append(", \"").append(reason).append('"');
        }
        return new BootstrapFailure(
                message.append('.').append(advice.isEmpty() ? "" : " " + advice).toString());
    }

    /** WSO2's APIs have description or message, its token endpoint has error_description. */
    private String reason() {
        var json = json();
        for (String member : new String[] {"description", "error_description", "message", "error"}) {
            String text = json.path(member).asText("");
            if (!text.isBlank()) {
                return text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "..." : text;
            }
        }
        return "";
    }
}
