package dev.corridor.edge.proxy;

/**
 * Permission to open one stream.
 *
 * @param messagesPerMinute from the caller; what is over it waits
 * @param release runs when the stream has ended
 */
public record StreamPermit(int messagesPerMinute, Runnable release) {}
