package dev.corridor.platform.host;

import java.util.List;

/** How the JVM of one service is started; the Dockerfile says the same. */
public final class ServiceJvm {
    /**
     * A small heap, half of it for what lives as long as a request: what waits for a database's answer must not grow old, since
     * each collection of the old half stops the event loop. Hence also a survivor space that is used to nine tenths, not to half,
     * before what is in it counts as old. In large pages, where the system gives them: a process that has slept finds the
     * processor's tables full of others' pages, and with few large ones it is through them soon.
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
