package dev.corridor.forex.reference.client;

/** Signals that a file of reference rates is malformed or implausible. */
public final class UnreadablePublication extends RuntimeException {
    public UnreadablePublication(String reason, Throwable cause) {
        super("The publication cannot be read: " + reason + ".", cause);
    }
}
