package dev.corridor.kit.runtime;

import io.vertx.core.http.HttpServerOptions;

/** Limits of HTTP/2 connections. */
public final class Http2Limits {
    private static final int MAX_STREAMS = 1_000;
    private static final int WINDOW_SECONDS = 30;

    private Http2Limits() {}

    /**
     * Limits the streams of one connection, and how many of them its caller may cancel within 30 seconds. Vert.x allows 200
     * cancellations, then closes the connection with all its calls. A gateway's connection carries the calls of many callers, so
     * that one of them would end the calls of the others.
     */
    public static HttpServerOptions apply(HttpServerOptions options, int maxCancellations) {
        options.getInitialSettings().setMaxConcurrentStreams(MAX_STREAMS);
        return options.setHttp2RstFloodMaxRstFramePerWindow(maxCancellations)
                .setHttp2RstFloodWindowDuration(WINDOW_SECONDS);
    }
}
