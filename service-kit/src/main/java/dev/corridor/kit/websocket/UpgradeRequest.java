package dev.corridor.kit.websocket;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.Optional;

/** Checks the request that opens a WebSocket (RFC 6455, section 4.2.1). */
public final class UpgradeRequest {
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    private UpgradeRequest() {}

    /** Refuses a request that does not open a WebSocket; a handler for a route. */
    public static void require(RoutingContext context) {
        refusal(context.request())
                .ifPresentOrElse(
                        problem -> {
                            context.response()
                                    .putHeader("upgrade", "websocket")
                                    .putHeader("sec-websocket-version", VERSION);
                            context.fail(problem);
                        },
                        context::next);
    }

    private static Optional<Problem> refusal(HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (!request.canUpgradeToWebSocket()) {
            return Optional.of(Problem.of(StandardError.UPGRADE_REQUIRED, "This path serves WebSockets only."));
        }
        String version = headers.get("sec-websocket-version");
        if (!VERSION.equals(version)) {
            return Optional.of(Problem.of(
                    StandardError.UPGRADE_REQUIRED,
                    "Sec-WebSocket-Version is " + (version == null ? "missing" : "not known") + ": send 13."));
        }
        if (!isKey(headers.get("sec-websocket-key"))) {
            return Optional.of(
                    Problem.of(StandardError.INVALID_REQUEST, "Sec-WebSocket-Key must be 16 bytes in base64."));
        }
        if (headers.contains("transfer-encoding")
                || !headers.getAll("content-length").stream().allMatch("0"::equals)) {
            return Optional.of(
                    Problem.of(StandardError.INVALID_REQUEST, "A request that opens a WebSocket has no body."));
        }
        return Optional.empty();
    }

    private static boolean isKey(String value) {
        try {
            return value != null && Base64.getDecoder().decode(value.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
