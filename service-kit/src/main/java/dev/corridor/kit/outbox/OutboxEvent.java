package dev.corridor.kit.outbox;

import com.google.protobuf.MessageLite;

/**
 * An event that is to be published to Kafka.
 *
 * @param key id of the aggregate; events of one key arrive in the order in which they were committed
 * @param type CloudEvents type, such as {@code dev.corridor.payment.completed}
 */
public record OutboxEvent(String key, String type, MessageLite value) {}
