package dev.corridor.wso2.bootstrap.rest;

/** Failure of the bootstrap. The message says in a sentence or two what went wrong and what an operator can do. */
public final class BootstrapFailure extends RuntimeException {
    public BootstrapFailure(String message) {
        super(message);
    }

    public BootstrapFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
