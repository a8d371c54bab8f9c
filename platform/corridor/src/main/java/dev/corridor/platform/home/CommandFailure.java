package dev.corridor.platform.home;

/** Failure of a command. The message is a sentence or two that the terminal shows without a stack trace. */
public final class CommandFailure extends RuntimeException {
    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
