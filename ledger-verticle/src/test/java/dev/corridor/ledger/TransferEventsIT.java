package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.embedded.TestServers;
import dev.corridor.ledger.v1.TransferEvent;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Events that the ledger publishes to Kafka. */
class TransferEventsIT extends LedgerFeature {
    @Test
    void a_transfer_is_published_under_its_debit_account() {
        var fees = open("house", "fees", "INCOME", new JsonObject().put("limit", "NONE"))
                .getString("id");
        var transfer = transfer(bank, fees, "0.42");
        var posting = posting(transfer);
        ledger.http().post("/postings", ledger.admin(), posting).assertStatus(201);

        var event = eventOf(transfer.getString("id"));

        assertThat(event.getDebitAccountId()).isEqualTo(bank);
        assertThat(event.getAmount().getAmount()).isEqualTo("0.42");
        assertThat(event.getPostingId()).isEqualTo(posting.getString("id"));
    }

    private TransferEvent eventOf(String transferId) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                TestServers.shared().kafka(),
                "group.id",
                transferId,
                "auto.offset.reset",
                "earliest");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("corridor.ledger.v1"));
            return await().atMost(Duration.ofSeconds(30)).until(() -> poll(consumer, transferId), Objects::nonNull);
        }
    }

    /** @return null when the event is not among the polled ones */
    private static TransferEvent poll(KafkaConsumer<String, byte[]> consumer, String transferId)
            throws InvalidProtocolBufferException {
        for (var message : consumer.poll(Duration.ofMillis(200))) {
            var event = TransferEvent.parseFrom(message.value());
            if (event.getTransferId().equals(transferId)) {
                assertThat(message.key()).isEqualTo(event.getDebitAccountId());
                return event;
            }
        }
        return null;
    }
}
