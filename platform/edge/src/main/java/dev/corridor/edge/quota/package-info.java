/**
 * Counting of calls against limits. Edges share counters in Redis, one for each limit and window. An event loop takes calls from a
 * counter ahead of time, a lease, and answers requests from it, so that a request costs no round trip:
 *
 * <pre>
 * request -> lease has calls left -> take one; below half a lease, ask for the next one in the background
 *         -> lease is used up     -> wait for the next one
 *         -> counter is used up   -> refuse until the window ends, without asking
 * </pre>
 *
 * <p>All event loops of all edges together never let more calls pass than the limit. A caller whose requests arrive at several event
 * loops may be refused early, by the calls that the others have leased and not used: at most one lease for each of them, a hundredth
 * of the limit of a minute or a tenth of the limit of a second. While Redis does not answer, each event loop counts alone, against the
 * whole limit. A Redis that restarts empty within a window lets up to the limit pass once more.
 */
package dev.corridor.edge.quota;
