package dev.corridor.kit.transcoding;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.rest.ProblemResponse;
import io.vertx.core.json.JsonObject;

/** Form in which a stream of messages is written: a line each, or an event each. */
enum StreamFormat {
    /** Newline-delimited JSON. The last line of a stream that fails has the member "problem", which no message has. */
    LINES("application/x-ndjson", "\n") {
        @Override
        String message(String json, String cursor) {
            return json + "\n";
        }

        @Override
        String problem(Problem problem) {
            return new JsonObject()
                            .put("problem", ProblemResponse.json(problem))
                            .encode() + "\n";
        }
    },
    /** Server-sent events (WHATWG HTML, 9.2). The id of an event is the cursor of its message, if it has one. */
    EVENTS("text/event-stream", ": alive\n\n") {
        @Override
        String message(String json, String cursor) {
            return (cursor.isEmpty() ? "" : "id: " + cursor + "\n") + "data: " + json + "\n\n";
        }

        @Override
        String problem(Problem problem) {
            return "event: problem\ndata: " + ProblemResponse.json(problem).encode() + "\n\n";
        }
    };

    private final String mediaType;
    private final String heartbeat;

    StreamFormat(String mediaType, String heartbeat) {
        this.mediaType = mediaType;
        this.heartbeat = heartbeat;
    }

    String mediaType() {
        return mediaType;
    }

    /** Shows that the connection is alive; clients ignore it. */
    String heartbeat() {
        return heartbeat;
    }

    abstract String message(String json, String cursor);

    abstract String problem(Problem problem);
}
