/**
 * Makes ticks in one process of the cluster and brings them to every process.
 *
 * <p>A lease, one row of the table {@code engine_lease}, decides which process runs the engine. {@code EngineVerticle}
 * is in one of these states:
 *
 * <pre>
 *                 lease is held by another process
 *               +----------------------------------+
 *               v                                  |
 *          following  -- lease has expired -->  acquiring  -- reservation is stored -->  running
 *               ^                                                                          |
 *               +--- another process has the lease, or no renewal succeeded for 2 s -------+
 * </pre>
 *
 * <table>
 *   <caption>Times of the lease</caption>
 *   <tr><td>the lease lasts</td><td>3 s by the clock of the database</td></tr>
 *   <tr><td>it is renewed</td><td>every second, with a checkpoint of the market and a reservation of the steps of the
 *     next 10 s</td></tr>
 *   <tr><td>the holder stops</td><td>2 s after it sent its last successful renewal, by {@code nanoTime}</td></tr>
 *   <tr><td>others look at it</td><td>every 500 ms</td></tr>
 * </table>
 *
 * <p>The holder makes no step beyond its reservation. The next holder starts at the last step that it has followed, if
 * that is not before the checkpoint, and otherwise at the reserved step: so no sequence number of a pair is published
 * twice. A holder that shuts down releases the lease with its last checkpoint, and the next one continues at once.
 */
package dev.corridor.forex.engine;
