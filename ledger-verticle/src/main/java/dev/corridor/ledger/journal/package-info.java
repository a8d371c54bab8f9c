/**
 * Batching engine of the ledger: queue, batches in flight, cached accounts and hash chains. A process has one {@link
 * dev.corridor.ledger.journal.BatchingEngine}, and each event loop that receives requests has a {@link
 * dev.corridor.ledger.journal.Journal}, through which it posts.
 *
 * <pre>
 * queue --> batch --> decide on cached accounts --> BatchStatement --> committed --> answer callers
 *             |                                           |
 *             | not from the cache                        | conflict: nothing written
 *             v                                           |
 *           lock and read rows <--------------------------+
 *             |
 *             +--> decide --> BatchStatement in the transaction --> commit --> answer callers
 * </pre>
 *
 * <p>A batch forms when a hash chain is free, of all waiting postings that have no id in flight. It is decided under locks
 * at once when it is a dry run, ends or reverses another transfer, when the chain's head is not cached, or when another
 * process has changed one of its accounts lately ({@code ContestedAccounts}).
 *
 * <p>States of a queued posting:
 *
 * <table>
 * <caption>States of a queued posting</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>waiting</td><td>its deadline passes</td><td>deadline_exceeded, nothing written</td></tr>
 * <tr><td>waiting</td><td>a batch is formed, none of its ids is in flight</td><td>in flight</td></tr>
 * <tr><td>in flight</td><td>committed</td><td>posted, refused or replayed</td></tr>
 * <tr><td>in flight</td><td>conflict</td><td>in flight, decided again under locks</td></tr>
 * <tr><td>in flight</td><td>batch timeout, or the database fails</td><td>unavailable: outcome not known</td></tr>
 * </table>
 *
 * <p>A batch is in conflict when an account's version or revision, or the chain's hash, differs from the cached one, when
 * a posting or transfer id is in use, or when the decision contains a refusal. A conflict costs the batches with the
 * accounts that another process changes, and no others.
 *
 * <p>Hash chain: batch <i>n</i> of a chain stores {@code hash(n) = SHA-256(chain, n, hash(n-1), postings)}, so no row can
 * be changed, removed or inserted without breaking all later hashes. There are 16 chains; a process uses as many as it
 * has batches in flight, and exchanges one that another process uses as well ({@code ChainPool}).
 */
package dev.corridor.ledger.journal;
