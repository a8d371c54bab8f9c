package dev.corridor.kit.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GrpcMessageSplitterTest {
    private final List<Buffer> pieces = new ArrayList<>();
    private final GrpcMessageSplitter cut = new GrpcMessageSplitter(piece -> pieces.add(piece.copy()), true, () -> {});

    @Test
    void a_frame_of_several_messages_is_split_into_them() {
        cut.handle(Buffer.buffer()
                .appendBuffer(message(3))
                .appendBuffer(message(0))
                .appendBuffer(message(7)));

        assertThat(pieces).containsExactly(message(3), message(0), message(7));
    }

    @Test
    void a_message_larger_than_a_frame_is_passed_on_as_it_arrives() {
        var whole = message(100);

        cut.handle(whole.getBuffer(0, 60));
        cut.handle(whole.getBuffer(60, 105));

        assertThat(pieces).containsExactly(whole.getBuffer(0, 60), whole.getBuffer(60, 105));
    }

    @Property
    void no_byte_is_lost_wherever_the_body_is_cut(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 40) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 50) int frame) {
        List<Buffer> seen = new ArrayList<>();
        var cutter = new GrpcMessageSplitter(piece -> seen.add(piece.copy()), true, () -> {});
        var body = Buffer.buffer();
        lengths.forEach(length -> body.appendBuffer(message(length)));

        for (int at = 0; at < body.length(); at += frame) {
            cutter.handle(body.getBuffer(at, Math.min(body.length(), at + frame)));
        }

        var handedOn = Buffer.buffer();
        seen.forEach(handedOn::appendBuffer);
        assertThat(handedOn).isEqualTo(body);
        assertThat(seen).allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(45));
    }

    private static Buffer message(int length) {
        var message = Buffer.buffer().appendByte((byte) 0).appendInt(length);
        for (int i = 0; i < length; i++) {
            message.appendByte((byte) i);
        }
        return message;
    }
}
