package dev.corridor.kit.door;

import dev.corridor.kit.identity.Caller;

/** What an operation that answers with {@link ServerEvents} does. It may throw a problem before the first event. */
@FunctionalInterface
public interface ServerEventsHandler {
    void handle(Caller caller, RestRequest request, ServerEvents events);
}
