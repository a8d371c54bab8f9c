/**
 * Rules of payments, in pure Java: no I/O, no SQL, no clock that was not given.
 *
 * <p>The state machine of a payment ({@link dev.corridor.payment.domain.PaymentStatus#TRANSITIONS} is the table
 * itself):
 *
 * <pre>
 *                          reserve                complete (capture)
 *               CREATED ------------> RESERVED ---------------------+
 *               |  |  |                |    |                       |
 *          fail |  |  | complete       |    | expire                |
 *               |  |  +----------------|----|---------------> COMPLETED --refund_part--> PARTIALLY_REFUNDED
 *               |  | cancel     cancel |    |                       |                        |        |
 *               v  v                   v    v                       | refund_rest            | refund_| refund_part
 *          FAILED  CANCELLED   CANCELLED    EXPIRED                 v                        | rest   +--> itself
 *                                                                REFUNDED <------------------+
 * </pre>
 *
 * <table>
 *   <caption>Recovery of a payment that a crash left between two steps</caption>
 *   <tr><th>stored state</th><th>meaning</th><th>recovery after a crash</th></tr>
 *   <tr><td>CREATED without a plan</td><td>nothing was sent to the ledger</td><td>fails it ({@code interrupted}), releases the key</td></tr>
 *   <tr><td>CREATED with a plan</td><td>the ledger may have posted it</td><td>posts the same plan under the same ids</td></tr>
 *   <tr><td>RESERVED</td><td>the hold stands</td><td>nothing to do; the hold expires by time</td></tr>
 *   <tr><td>RESERVED with a resolution</td><td>the ledger may have ended the hold</td><td>posts the same resolution again</td></tr>
 *   <tr><td>any with a refund in flight</td><td>the ledger may have posted the refund</td><td>posts a planned refund again, fails one
 *       without a plan</td></tr>
 *   <tr><td>others</td><td>finished</td><td>nothing to do</td></tr>
 * </table>
 *
 * <p>Subpackages: {@code idempotency} (keys, fingerprints, replays), {@code posting} (transfers to the ledger) and
 * {@code query} (read models). They depend on this package; this package depends on none of them.
 */
package dev.corridor.payment.domain;
