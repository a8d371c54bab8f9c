package dev.corridor.platform.local;

import dev.corridor.platform.home.PortMap;
import java.nio.file.Path;

/**
 * Options of a platform on one machine.
 *
 * @param data folder of all stored data
 * @param durable whether PostgreSQL writes a commit to disk before it confirms it; only tests switch this off
 * @param processes whether each service runs in a process of its own
 * @param instances event loops of each service and of the edge
 * @param archivesClasses whether Kafka's JVM writes a class data sharing archive when it ends
 */
public record PlatformOptions(
        PortMap ports, Path data, boolean durable, boolean processes, int instances, boolean archivesClasses) {
    private static final int MAX_INSTANCES = 4;

    /** The number of event loops for the processors of this machine. */
    public static int instancesForThisMachine() {
        return Math.min(MAX_INSTANCES, Runtime.getRuntime().availableProcessors());
    }
}
