/**
 * Rules of postings and transfers. {@link dev.corridor.ledger.domain.posting.Books#decide} applies them to a batch and
 * returns the outcomes and the changes to write; it does no I/O.
 *
 * <p>States of a pending transfer:
 *
 * <pre>
 *                POST (all or part)
 *             +---------------------> posted    moves the amount, releases the rest
 *             |
 * PENDING --> open
 *             |  VOID
 *             +---------------------> voided    releases the reserved money
 *             |  EXPIRE, after expires_at
 *             +---------------------> expired   releases the reserved money
 * </pre>
 *
 * <table>
 * <caption>Effects of transfers</caption>
 * <tr><th>type</th><th>balances</th><th>pending amounts</th><th>refers to</th></tr>
 * <tr><td>DIRECT</td><td>move the amount</td><td>-</td><td>-</td></tr>
 * <tr><td>PENDING</td><td>-</td><td>add the amount</td><td>-</td></tr>
 * <tr><td>POST</td><td>move all or part</td><td>subtract the reserved amount</td><td>pending transfer</td></tr>
 * <tr><td>VOID, EXPIRE</td><td>-</td><td>subtract the reserved amount</td><td>pending transfer</td></tr>
 * <tr><td>REVERSAL</td><td>move the amount back</td><td>-</td><td>DIRECT or POST transfer</td></tr>
 * </table>
 *
 * <p>Outcome of a posting:
 *
 * <pre>
 * id is new ---- every transfer can be booked ----> Posted
 *           \--- a transfer breaks a rule --------> Refused, the id is used up
 * id is used --- same fingerprint ----------------> stored outcome, replayed
 *           \--- other fingerprint ---------------> Refused with duplicate_conflict, the stored outcome stays
 * </pre>
 *
 * <p>{@code BatchState} holds the state of a batch while it is decided, {@code PostingState} that of one posting. The
 * batch adopts a posting's state only when all of its transfers can be booked.
 */
package dev.corridor.ledger.domain.posting;
