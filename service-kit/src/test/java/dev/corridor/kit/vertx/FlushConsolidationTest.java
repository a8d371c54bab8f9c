package dev.corridor.kit.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlushConsolidationTest {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    private final Socket socket = new Socket();
    private Channel channel;

    @BeforeEach
    void connect() {
        var address = new LocalAddress(UUID.randomUUID().toString());
        new ServerBootstrap()
                .group(loop)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter())
                .bind(address)
                .syncUninterruptibly();
        channel = new Bootstrap()
                .group(loop)
                .channel(LocalChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address)
                .syncUninterruptibly()
                .channel();
        FlushConsolidation.apply(channel.pipeline());
        channel.pipeline().addFirst(socket);
    }

    @AfterEach
    void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void writes_of_one_turn_are_flushed_once() {
        turn(() -> {
            for (var frame : new String[] {"head", "message", "end"}) {
                channel.writeAndFlush(frame);
            }
            assertThat(socket.writes).isZero();
        });
        turn(() -> assertThat(socket.writes).isEqualTo(1));
    }

    @Test
    void writes_of_the_next_turn_are_flushed_with_it() {
        turn(() -> channel.writeAndFlush("first"));
        turn(() -> channel.writeAndFlush("second"));
        turn(() -> assertThat(socket.writes).isEqualTo(2));
    }

    private void turn(Runnable work) {
        channel.eventLoop().submit(work).syncUninterruptibly();
    }

    private static final class Socket extends ChannelOutboundHandlerAdapter {
        private int writes;

        @Override
        public void flush(ChannelHandlerContext context) {
            writes++;
            context.flush();
        }
    }
}
