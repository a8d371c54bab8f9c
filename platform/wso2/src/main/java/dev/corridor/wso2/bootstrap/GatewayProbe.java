package dev.corridor.wso2.bootstrap;

import dev.corridor.wso2.bootstrap.project.ApiProject;
import dev.corridor.wso2.bootstrap.rest.Http;
import dev.corridor.wso2.bootstrap.rest.Http.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the gateway whether it serves an API. It needs no token: an API that is served refuses the call for want of one. */
final class GatewayProbe {
    /** WSO2's code when no API has the path. A served API answers 404 with another code: WSO2's, or the service's own. */
    private static final String NO_API = "404";

    private static final int NOT_FOUND = 404;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Http http;
    private final BootstrapSettings.Addresses addresses;

    GatewayProbe(Http http, BootstrapSettings settings) {
        this.http = http;
        this.addresses = settings.addresses();
    }

    boolean serves(ApiProject project) {
        try {
            return project.isWebSocket() ? servesWebSocket(project) : servesHttp(project);
        } catch (IOException unreachable) {
            return false;
        }
    }

    private boolean servesHttp(ApiProject project) throws IOException {
        var answer = http.once(
                TIMEOUT,
                Request.get(
                        addresses.gateway().resolve(project.gatewayPath() + project.probePath()),
                        Map.of("Accept", "application/json")));
        String code = answer.json().path("code").asText();
        return answer.status() != NOT_FOUND || !(code.isEmpty() || code.equals(NO_API));
    }

    private boolean servesWebSocket(ApiProject project) throws IOException {
        URI http = addresses.webSocket();
        URI address = URI.create((http.getScheme().equals("https") ? "wss" : "ws") + "://" + http.getRawAuthority()
                + project.gatewayPath());
        try {
            var socket = this.http
                    .client()
                    .newWebSocketBuilder()
                    .connectTimeout(TIMEOUT)
                    .buildAsync(address, new WebSocket.Listener() {})
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            socket.abort();
            return true;
        } catch (InterruptedException interrupted) {
            throw Http.stopped(interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            return failed.getCause() instanceof WebSocketHandshakeException refused
                    && refused.getResponse() != null
                    && refused.getResponse().statusCode() != NOT_FOUND;
        }
    }
}
