package dev.corridor.kit.error;

/** An error that another service answered, passed on under the code it has there. */
public record RemoteError(String code, Fault fault, String advice, boolean isTransient) implements ErrorCode {}
