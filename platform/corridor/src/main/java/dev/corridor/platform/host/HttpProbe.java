package dev.corridor.platform.host;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/** Probe that asks a started process for its health. */
public final class HttpProbe {
    private static final int TIMEOUT_MS = 500;

    private HttpProbe() {}

    /**
     * Whether the process answers 200.
     *
     * @param environment of the process, with HTTP_HOST and HTTP_PORT
     */
    public static boolean isOk(Map<String, String> environment, String path) {
        var url = "http://" + environment.get("HTTP_HOST") + ":" + environment.get("HTTP_PORT") + path;
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
