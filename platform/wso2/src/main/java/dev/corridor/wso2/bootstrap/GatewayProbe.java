package dev.corridor.wso2.bootstrap;

import dev.corridor.wso2.bootstrap.project.ApiProject;
import dev.corridor.wso2.bootstrap.rest.Http;
import dev.corridor.wso2.bootstrap.rest.Http.Request;
import dev.corridor.wso2.bootstrap.rest.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the gateway whether it serves an API. It needs no token: an API that is served refuses the call for want of one. */
final class GatewayProbe {
    /** WSO2's code of a call to an API that it serves, for a path that the API does not have. */
    private static final String NO_MATCHING_RESOURCE = "900906";

    private static final int NOT_FOUND = 404;

    private final Http http;
    private final BootstrapSettings.Addresses addresses;
    private final Patience patience;

    GatewayProbe(Http http, BootstrapSettings settings) {
        this.http = http;
        this.addresses = settings.addresses();
        this.patience = settings.patience();
    }

    boolean serves(ApiProject project) {
        try {
            return project.isWebSocket() ? servesWebSocket(project) : servesHttp(project);
        } catch (IOException unreachable) {
            return false;
        }
    }

    private boolean servesHttp(ApiProject project) throws IOException {
        var answer = http.once(Request.get(
                addresses.gateway().resolve(project.gatewayPath() + project.probePath()),
                Map.of("Accept", "application/json")));
        return answer.status() != NOT_FOUND
                || answer.json().path("code").asText().equals(NO_MATCHING_RESOURCE);
    }

    private boolean servesWebSocket(ApiProject project) throws IOException {
        URI http = addresses.webSocket();
        URI address = URI.create((http.getScheme().equals("https") ? "wss" : "ws") + "://" + http.getRawAuthority()
                + project.gatewayPath());
        try {
            var socket = this.http
                    .client()
                    .newWebSocketBuilder()
                    .connectTimeout(patience.request())
                    .buildAsync(address, new WebSocket.Listener() {})
                    .get(patience.request().toMillis(), TimeUnit.MILLISECONDS);
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
