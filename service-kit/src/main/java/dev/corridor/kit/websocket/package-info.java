/**
 * Conformance of WebSocket connections with RFC 6455. Vert.x 5.0.7 ends a connection that violates the protocol without a
 * close frame; accepts text that is not UTF-8, reserved bits that no extension has negotiated, and invalid close codes;
 * loses a message whose first fragment is empty; and sends frames after its close frame. No upstream issue asks for these
 * rules.
 *
 * <p>Netty's handlers do most of the work. A frame passes them in this order, and Vert.x receives complete messages only:
 *
 * <pre>
 * frame decoder              Netty   masks, opcodes, frame size, fragment order, most close codes
 * deflate decoder            Netty   inflates, when negotiated; limits the inflated size
 * FrameRules                 own     reserved bits, the other close codes, the end of a close reason
 * Utf8FrameValidator         Netty   text, also across fragments
 * WebSocketFrameAggregator   Netty   joins fragments; limits the size of a message
 * NewestPing                 own     stores the newest ping while the peer reads nothing
 * CloseHandshake             own     closes with the code of a violation; nothing follows a close frame; reads the
 *                                    rest of a message that is too big before it closes
 * </pre>
 */
package dev.corridor.kit.websocket;
