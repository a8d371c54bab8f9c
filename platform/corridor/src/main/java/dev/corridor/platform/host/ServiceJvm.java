package dev.corridor.platform.host;

import java.util.List;

/** JVM options of a service process. They are the same as in the Dockerfile. */
public final class ServiceJvm {
    /**
     * The heap is small, and half of it is the young generation. Objects of a request that waits for the database must not be
     * promoted, because each collection of the old generation stops the event loop; the survivor spaces may therefore fill to
     * 90 % before objects are promoted early. Large pages shorten the time that a process needs after an idle phase to fill
     * the processor's address translation cache again.
     */
    public static final List<String> OPTIONS = List.of(
            "-Xmx128m",
            "-Xmn64m",
            "-XX:SurvivorRatio=3",
            "-XX:TargetSurvivorRatio=90",
            "-XX:+UseSerialGC",
            "-XX:+UseTransparentHugePages",
            "-Xlog:disable");

    private ServiceJvm() {}
}
