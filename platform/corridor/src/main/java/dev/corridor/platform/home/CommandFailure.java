package dev.corridor.platform.home;

/** What was asked for cannot be done. The message is a sentence or two for the person at the terminal. */
public final class CommandFailure extends RuntimeException {
    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
