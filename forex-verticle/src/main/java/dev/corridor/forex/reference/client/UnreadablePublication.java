package dev.corridor.forex.reference.client;

/** A file of reference rates is not what it should be. */
public final class UnreadablePublication extends RuntimeException {
    public UnreadablePublication(String what, Throwable cause) {
        super("The publication can't be read: " + what + ".", cause);
    }
}
