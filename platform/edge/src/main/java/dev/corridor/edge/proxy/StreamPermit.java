package dev.corridor.edge.proxy;

import java.util.Optional;

/**
 * Permission to open one stream.
 *
 * @param messagesPerMinute from the caller; what is over it waits
 * @param release runs when the stream has ended
 * @param token the caller's token, which the stream ends with; empty where none is needed
 */
public record StreamPermit(int messagesPerMinute, Runnable release, Optional<String> token) {}
