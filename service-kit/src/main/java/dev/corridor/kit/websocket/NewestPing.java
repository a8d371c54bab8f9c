package dev.corridor.kit.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Stores only the newest ping while the peer reads nothing. Unread pongs would fill the memory, and RFC 6455 requires a
 * response to the newest ping only.
 */
final class NewestPing extends ChannelInboundHandlerAdapter {
    private PingWebSocketFrame unanswered;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
            ReferenceCountUtil.release(unanswered);
            unanswered = ping;
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (unanswered != null && context.channel().isWritable()) {
            var ping = unanswered;
            unanswered = null;
            context.fireChannelRead(ping);
            context.fireChannelReadComplete();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ReferenceCountUtil.release(unanswered);
        unanswered = null;
    }
}
