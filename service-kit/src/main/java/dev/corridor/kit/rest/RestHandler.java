package dev.corridor.kit.rest;

import dev.corridor.kit.identity.Caller;
import io.vertx.core.Future;

/** Handles one operation of the contract. It fails with a {@link dev.corridor.kit.error.Problem}, or throws one. */
@FunctionalInterface
public interface RestHandler {
    Future<Reply> handle(Caller caller, RestRequest request);
}
