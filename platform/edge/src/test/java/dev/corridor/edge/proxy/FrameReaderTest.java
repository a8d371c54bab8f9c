package dev.corridor.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FrameReaderTest {
    private record Frame(int opcode, int length, boolean masked) {
        Buffer bytes() {
            Buffer bytes = Buffer.buffer().appendUnsignedByte((short) (0x80 | opcode));
            int mask = masked ? 0x80 : 0;
            if (length < 126) {
                bytes.appendUnsignedByte((short) (mask | length));
            } else if (length < 65_536) {
                bytes.appendUnsignedByte((short) (mask | 126)).appendUnsignedShort(length);
            } else {
                bytes.appendUnsignedByte((short) (mask | 127)).appendLong(length);
            }
            // Bytes that look like the head of a frame.
            return bytes.appendBytes(new byte[masked ? 4 : 0]).appendString("\u0081".repeat(length), "ISO-8859-1");
        }
    }

    @Property(tries = 300)
    void frames_are_read_however_their_bytes_are_cut(
            @ForAll("frames") List<Frame> frames, @ForAll("cuts") List<Integer> cuts) {
        Buffer bytes = Buffer.buffer();
        frames.forEach(frame -> bytes.appendBuffer(frame.bytes()));
        var reader = new FrameReader();
        var heads = new ArrayList<FrameReader.Head>();
        int at = 0;
        for (int i = 0; at < bytes.length(); i++) {
            int end = Math.min(bytes.length(), at + cuts.get(i % cuts.size()));
            reader.read(bytes.getBuffer(at, end), heads::add);
            at = end;
        }

        assertThat(heads)
                .isEqualTo(frames.stream()
                        .map(frame -> new FrameReader.Head(frame.opcode, true, frame.length))
                        .toList());
        assertThat(reader.isBetweenFrames()).isTrue();
    }

    @Provide
    Arbitrary<List<Frame>> frames() {
        var opcodes = Arbitraries.of(0, 1, 2, 8, 9, 10);
        var lengths = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 130), Arbitraries.of(125, 126, 127, 65_535, 65_536, 70_000));
        return Combinators.combine(opcodes, lengths, Arbitraries.of(true, false))
                .as(Frame::new)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.oneOf(Arbitraries.just(1), Arbitraries.integers().between(1, 50_000))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }
}
