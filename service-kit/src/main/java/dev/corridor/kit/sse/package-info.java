/** Responses of server-sent events. */
package dev.corridor.kit.sse;
