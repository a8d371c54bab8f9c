/**
 * Limits, batches and timeouts for calls and requests.
 *
 * <p>{@link dev.corridor.kit.concurrency.BatchLoader} collects the questions of one turn of the event loop:
 *
 * <pre>
 * turn 1   load(a)  load(b)  load(c)      the first question schedules the next turn
 * turn 2   call([a, b, c])                one call; at most batchMax questions in each
 * later    answers a, b, c                each on the context of its own caller
 * </pre>
 *
 * <p>{@link dev.corridor.kit.concurrency.ConcurrencyLimiter} queues calls beyond an adaptive limit:
 *
 * <pre>
 * run(call) --in flight &lt; limit--> start --> in flight --done--> start the oldest queued call
 *     |                                          |
 *     |--queue not full--> queued --waitMs over--> unavailable
 *     |--queue full------> unavailable
 *                                                |--fast, others queued--> limit + 1 (at most max)
 *                                                |--slow-----------------> limit / 2 (at least min)
 * </pre>
 *
 * <p>A {@link dev.corridor.kit.concurrency.LoadShedder} has no queue: it protects this service, the limiter protects another one.
 */
package dev.corridor.kit.concurrency;
