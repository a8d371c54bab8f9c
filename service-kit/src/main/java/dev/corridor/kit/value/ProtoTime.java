package dev.corridor.kit.value;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Converts {@link Instant} to and from {@link Timestamp}. */
public final class ProtoTime {
    private ProtoTime() {}

    public static Timestamp toProto(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** @throws java.time.DateTimeException when it is beyond every instant */
    public static Instant fromProto(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
