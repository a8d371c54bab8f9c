package dev.corridor.edge.config;

/** Reports that the API configuration is invalid. The message names the entry and what is wrong with it. */
public final class InvalidApiConfig extends RuntimeException {
    InvalidApiConfig(String what) {
        super("api-config.yaml: " + what, null, false, false);
    }
}
