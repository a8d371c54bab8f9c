package dev.corridor.platform.command;

import dev.corridor.platform.home.PortMap;
import picocli.CommandLine.Option;

/** The option that selects one of several platforms on this machine. */
final class PortOffset {
    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "Moves every port by N, so that several platforms run side by side.")
    private int offset;

    PortMap ports() {
        return new PortMap(offset);
    }
}
