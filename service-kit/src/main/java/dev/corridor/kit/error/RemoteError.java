package dev.corridor.kit.error;

/** An error of another service, passed on with its code. */
public record RemoteError(String code, Fault fault, String advice, boolean isTransient) implements ErrorCode {}
