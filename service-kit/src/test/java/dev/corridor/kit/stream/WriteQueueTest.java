package dev.corridor.kit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private final AtomicBoolean transportFull = new AtomicBoolean();
    private final AtomicInteger drains = new AtomicInteger();
    private final WriteQueue queue = new WriteQueue(transportFull::get);

    WriteQueueTest() {
        queue.limit(100);
        queue.onDrain(drains::incrementAndGet);
    }

    @Test
    void it_is_full_at_its_limit_and_drains_at_half_of_it() {
        var first = write(60);
        var second = write(40);
        assertThat(queue.isFull()).isTrue();

        second.complete();
        assertThat(drains).as("60 bytes are queued").hasValue(0);
        first.complete();

        assertThat(queue.isFull()).isFalse();
        assertThat(drains).hasValue(1);
    }

    @Test
    void a_write_that_fails_is_no_longer_queued() {
        var write = write(100);
        assertThat(queue.isFull()).isTrue();

        write.fail("the connection is closed");

        assertThat(queue.isFull()).isFalse();
    }

    @Test
    void nobody_is_told_of_room_who_was_not_told_of_none() {
        write(60).complete();

        assertThat(drains).hasValue(0);
    }

    @Test
    void the_transport_decides_as_well() {
        transportFull.set(true);
        assertThat(queue.isFull()).isTrue();

        transportFull.set(false);
        queue.checkDrained();

        assertThat(queue.isFull()).isFalse();
        assertThat(drains).hasValue(1);
    }

    private Promise<Void> write(int bytes) {
        Promise<Void> sent = Promise.promise();
        queue.add(bytes, sent.future());
        return sent;
    }
}
