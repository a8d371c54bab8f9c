/**
 * Transactional outbox: events are stored in the transaction of the change that they report, and a relay publishes them to Kafka.
 *
 * <pre>
 * request                 OutboxRelay (one publishes, by the lock of outbox_relay)      Kafka
 *   |                        |
 *   | insert change          | begin, lock outbox_relay (skip locked)
 *   | insert into outbox     | select the oldest events
 *   | commit                 | send batch ----------------------------------------->  corridor.&lt;service&gt;.v1
 *   |                        | &lt;--------------------------------------- acknowledged
 *   |                        | delete the events, commit
 * </pre>
 *
 * <p>When Kafka is down the batch fails, the transaction is rolled back and the events stay in the table; the relay tries again after a
 * second. A crash between the acknowledgement and the commit publishes a batch twice: consumers deduplicate by {@code ce_id}.
 */
package dev.corridor.kit.outbox;
