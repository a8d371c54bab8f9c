/** Conformance of WebSocket connections with RFC 6455. */
package dev.corridor.kit.websocket;
