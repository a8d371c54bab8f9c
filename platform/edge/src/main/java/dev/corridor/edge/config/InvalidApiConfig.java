package dev.corridor.edge.config;

/** The API configuration can't be used. The message says which entry, and what is wrong with it. */
public final class InvalidApiConfig extends RuntimeException {
    InvalidApiConfig(String what) {
        super("api-config.yaml: " + what, null, false, false);
    }
}
