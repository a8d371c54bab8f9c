package dev.corridor.platform.local;

import dev.corridor.platform.home.PortMap;
import java.nio.file.Path;

/**
 * How to run a platform.
 *
 * @param data the folder for everything it keeps
 * @param durable whether a commit is on disk when it is answered; only tests do without
 * @param processes whether each service gets a process of its own
 * @param instances event loops of each service and of the edge
 * @param archivesClasses whether Kafka's JVM leaves behind what later starts of it can be faster by
 */
public record PlatformOptions(
        PortMap ports, Path data, boolean durable, boolean processes, int instances, boolean archivesClasses) {
    private static final int MAX_INSTANCES = 4;

    /** As many event loops as fit the machine. */
    public static int instancesForThisMachine() {
        return Math.min(MAX_INSTANCES, Runtime.getRuntime().availableProcessors());
    }
}
