package dev.corridor.kit.value;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** {@link Instant} to and from its form in the protos. */
public final class ProtoTime {
    private ProtoTime() {}

    public static Timestamp toProto(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** @throws java.time.DateTimeException when no instant is that far away */
    public static Instant fromProto(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
