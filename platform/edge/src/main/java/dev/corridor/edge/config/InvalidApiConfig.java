package dev.corridor.edge.config;

import java.util.List;

/** Reports that the API configuration is invalid. Each fault has its line, the path of the entry, and what is wrong with it. */
public final class InvalidApiConfig extends RuntimeException {
    private final transient List<String> faults;

    InvalidApiConfig(List<String> faults) {
        super("api-config.yaml: " + String.join("\napi-config.yaml: ", faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
