package dev.corridor.wso2.bootstrap;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.nio.charset.StandardCharsets;

/** Request to an operation of the stand-in. */
record StandInCall(Operation operation, HttpServerRequest request, Buffer body) {
    private static final String END_OF_HEAD = "\r\n\r\n";

    String name() {
        return operation.getOperationId();
    }

    /** The value of the path's only parameter; empty if it has none. */
    String id() {
        String[] template = operation.getAbsoluteOpenAPIPath().split("/");
        String[] path = request.path().split("/");
        for (int segment = 0; segment < template.length; segment++) {
            if (template[segment].startsWith("{")) {
                return path[segment];
            }
        }
        return "";
    }

    JsonObject json() {
        return body.toJsonObject();
    }

    JsonArray jsonArray() {
        return body.toJsonArray();
    }

    /** A field of a form; null if there is none. */
    String field(String name) {
        var values = new QueryStringDecoder(body.toString(), false).parameters().get(name);
        return values == null ? null : values.get(0);
    }

    /** The content of the only part of a multipart form. */
    byte[] file() {
        String text = body.toString(StandardCharsets.ISO_8859_1);
        String boundary = text.substring(0, text.indexOf("\r\n"));
        int begin = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
        return body.getBytes(begin, text.lastIndexOf("\r\n" + boundary));
    }
}
