package dev.corridor.kit.config;

/**
 * Reports a configuration variable that is missing or wrong. The message names it and never shows its value, which may
 * be a secret.
 */
public final class InvalidSetting extends RuntimeException {
    public InvalidSetting(String key, String what) {
        super("The environment variable " + key + " " + what + ".", null, false, false);
    }
}
