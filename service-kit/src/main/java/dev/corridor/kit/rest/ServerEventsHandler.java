package dev.corridor.kit.rest;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.sse.ServerEvents;

/** Handles an operation that responds with {@link ServerEvents}. It may throw a problem before the first event. */
@FunctionalInterface
public interface ServerEventsHandler {
    void handle(Caller caller, RestRequest request, ServerEvents events);
}
