/**
 * Streams live rates to subscribers over WebSocket, server-sent events and gRPC.
 *
 * <pre>
 *  tick source            one in the cluster: tick engine, recording or feed
 *       |
 *       v
 *  TickLog                one a process: stores each tick in the TickHistory, then publishes the batch
 *       |
 *       |  event bus: one message for each step of the engine
 *       v
 *  LiveRates              one an event loop: latest tick of every pair; ticks of a late event loop are conflated here
 *       |
 *       v
 *  Broadcast              one an event loop: 64 subscribers in each turn
 *       |
 *       |  EncodedTick: each format is encoded once and shared by all subscribers of the event loop
 *       |     TickJson    bytes of TickFrames (WebSocket) and TickEvents (server-sent events)
 *       |     TickProtos  message of gRPC
 *       v
 *  Subscriber             one a client: sends, or lets the newest tick of each pair wait
 *       |
 *       v
 *  Outlet                 StreamOutlet (WebSocket), SseSession, GrpcTickStream
 * </pre>
 *
 * <p>The next message of a subscription depends on the connection and on the subscription:
 *
 * <table>
 *   <caption>Next message of a subscription</caption>
 *   <tr><th>state</th><th>message</th></tr>
 *   <tr><td>new, without a cursor</td><td>{@code snapshot}</td></tr>
 *   <tr><td>cursor whose ticks are in the history</td><td>the missed ticks; with an interval, one tick for all of
 *     them</td></tr>
 *   <tr><td>cursor whose ticks are not</td><td>{@code gap}, then {@code snapshot}</td></tr>
 *   <tr><td>connection has room, interval is over</td><td>{@code tick}</td></tr>
 *   <tr><td>connection is full, or the interval is not over</td><td>none; the newest tick waits and replaces an older
 *     one. When it is sent, its {@code first_seq} names the first tick that it stands for (conflation).</td></tr>
 *   <tr><td>connection is full for 30 s</td><td>the connection is closed</td></tr>
 * </table>
 *
 * <p>A WebSocket client has a {@code StreamSession} (state), which reads requests by {@code StreamProtocol} and writes
 * messages by {@code StreamOutlet}.
 */
package dev.corridor.forex.stream;
