package dev.corridor.edge.config;

import java.util.ArrayList;
import java.util.List;

/** Collects the faults of a configuration, so that its author sees all of them at once. */
final class ConfigFaults {
    private static final int MAX_FAULTS = 100;

    private final List<String> faults = new ArrayList<>();

    void add(int line, String path, String what) {
        if (faults.size() < MAX_FAULTS) {
            faults.add("line " + line + ": " + (path.isEmpty() ? "" : path + ": ") + what);
        }
    }

    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new InvalidApiConfig(faults);
        }
    }
}
