package dev.corridor.kit.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases that a client cannot cause at will; the others are in the WebSocket conformance tests. */
class WebSocketPipelineTest {
    private static final int MAX_MESSAGE_BYTES = 8;

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void apply() {
        channel.pipeline().addLast(new WebSocket13FrameDecoder(true, true, MAX_MESSAGE_BYTES));
        channel.pipeline().addLast("webSocketExtensionHandler", new ChannelInboundHandlerAdapter());
        WebSocketPipeline.apply(channel.pipeline(), MAX_MESSAGE_BYTES);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void while_the_peer_reads_nothing_only_its_newest_ping_is_stored() {
        setWritable(false);
        channel.writeInbound(new PingWebSocketFrame(bytes("1")), new PingWebSocketFrame(bytes("2")));
        assertThat(channel.<WebSocketFrame>readInbound()).isNull();

        setWritable(true);

        assertThat(nextText()).isEqualTo("2");
        assertThat(channel.<WebSocketFrame>readInbound()).isNull();
    }

    @Test
    void no_frame_follows_a_close_frame() {
        channel.writeOutbound(
                new TextWebSocketFrame("1"), new CloseWebSocketFrame(1000, ""), new TextWebSocketFrame("2"));

        assertThat(channel.<WebSocketFrame>readOutbound()).isInstanceOf(TextWebSocketFrame.class);
        assertThat(channel.<WebSocketFrame>readOutbound()).isInstanceOf(CloseWebSocketFrame.class);
        assertThat(channel.<WebSocketFrame>readOutbound()).isNull();
    }

    @Test
    void a_message_is_passed_on_when_complete_and_its_fragments_are_released() {
        var first = bytes("one");
        var last = bytes("two");

        channel.writeInbound(new TextWebSocketFrame(false, 0, first), new ContinuationWebSocketFrame(true, 0, last));

        assertThat(nextText()).isEqualTo("onetwo");
        assertThat(first.refCnt()).isZero();
        assertThat(last.refCnt()).isZero();
    }

    @Test
    void a_connection_that_ends_within_a_message_releases_its_fragments() {
        var first = bytes("one");
        channel.writeInbound(new TextWebSocketFrame(false, 0, first));

        channel.close();

        assertThat(first.refCnt()).isZero();
        assertThat(channel.<WebSocketFrame>readInbound()).isNull();
    }

    @Test
    void frames_after_a_protocol_violation_are_ignored() {
        channel.writeInbound(
                new TextWebSocketFrame(false, 0, bytes("more than ")),
                new ContinuationWebSocketFrame(true, 0, bytes("eight bytes")),
                new TextWebSocketFrame("fine"));

        assertThat(channel.<WebSocketFrame>readInbound()).isInstanceOfSatisfying(CloseWebSocketFrame.class, close -> {
            assertThat(close.statusCode()).isEqualTo(1009);
            close.release();
        });
        assertThat(channel.<WebSocketFrame>readInbound()).isNull();
    }

    private void setWritable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    private String nextText() {
        WebSocketFrame frame = channel.readInbound();
        var text = frame.content().toString(StandardCharsets.UTF_8);
        frame.release();
        return text;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
