package dev.corridor.kit.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TextFramesTest {

    @Test
    void a_frame_is_a_whole_text_message() {
        var frame = TextFrames.of("{\"pair\":\"USD/EUR\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(frame.isText()).isTrue();
        assertThat(frame.isFinal()).isTrue();
        assertThat(frame.textData()).isEqualTo("{\"pair\":\"USD/EUR\"}");
    }

    /** Fails when Vert.x makes text frames from bytes itself: then TextFrames can go. */
    @Test
    void upstream_still_makes_text_frames_from_strings_only() {
        assertThat(Arrays.stream(WebSocketFrame.class.getMethods())
                        .filter(method -> method.getName().equals("textFrame"))
                        .filter(method -> Arrays.asList(method.getParameterTypes())
                                        .contains(Buffer.class)
                                || Arrays.asList(method.getParameterTypes()).contains(byte[].class)))
                .isEmpty();
    }
}
