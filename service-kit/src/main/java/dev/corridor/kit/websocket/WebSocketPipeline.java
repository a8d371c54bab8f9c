package dev.corridor.kit.websocket;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import java.util.List;

/** Adds the handlers that enforce RFC 6455 to a Netty pipeline. Vert.x 5.0.7 enforces only a part of it. */
public final class WebSocketPipeline {
    private static final String EXTENSIONS = "webSocketExtensionHandler";

    private WebSocketPipeline() {}

    /** Adds the handlers to a connection that may become a WebSocket. */
    public static void apply(ChannelPipeline pipeline, int maxMessageBytes) {
        if (pipeline.get(EXTENSIONS) == null) {
            return;
        }
        pipeline.replace(
                EXTENSIONS, EXTENSIONS, new WebSocketServerExtensionHandler(new DeflateHandshake(maxMessageBytes)));
        String previous = EXTENSIONS;
        for (var handler : handlers(maxMessageBytes)) {
            String name = handler.getClass().getSimpleName();
            pipeline.addAfter(previous, name, handler);
            previous = name;
        }
    }

    /** The handlers in the order in which a frame passes them. */
    private static List<ChannelHandler> handlers(int maxMessageBytes) {
        return List.of(
                new FrameRules(),
                new Utf8FrameValidator(false),
                new WebSocketFrameAggregator(maxMessageBytes),
                new NewestPing(),
                new CloseHandshake());
    }
}
