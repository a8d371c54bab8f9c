package dev.corridor.kit.rest;

import dev.corridor.kit.identity.Caller;
import io.vertx.core.Future;

/** What stands behind one operation of the contract. Fails with a {@link dev.corridor.kit.error.Problem}, or throws one. */
@FunctionalInterface
public interface RestHandler {
    Future<Reply> handle(Caller caller, RestRequest request);
}
