package dev.corridor.embedded;

/** Reports that a server could not be started. The message is one sentence for the user at the terminal. */
public final class ServerFailure extends RuntimeException {
    public ServerFailure(String message) {
        super(message);
    }

    public ServerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
