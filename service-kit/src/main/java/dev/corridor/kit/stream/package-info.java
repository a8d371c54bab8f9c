/**
 * Open streams of all transports: WebSockets, server-sent events and gRPC streams. A stream ends when its client leaves,
 * when its token ends, or when the memory of the process needs it.
 *
 * <pre>
 *   RestTransport.webSocket   RestTransport.events   GrpcTransport.serverStream, bidiStream
 *              |                      |                          |
 *              +----------------------+--------------------------+
 *                                     |
 *                     OpenStreams     one an event loop: refuses new streams near the bound, checks tokens,
 *                                     |                  ends the slowest streams first
 *                     OpenStream      one a client: its connection, its token, what it holds
 *                                     |
 *                     StreamBudget    one a process: bounds what all streams hold and may queue
 * </pre>
 *
 * <p>Each stream costs a fixed amount and what its subscriptions hold. The rest of the budget is divided among all
 * streams as the limit of their write queues: the more streams there are, the less each may queue, and the earlier it
 * is conflated.
 */
package dev.corridor.kit.stream;
