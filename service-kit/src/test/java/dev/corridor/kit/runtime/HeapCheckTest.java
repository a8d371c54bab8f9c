package dev.corridor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeapCheckTest {
    private static final long MAX = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private long usedAfterCollection;
    private long used;
    private final HeapCheck check = new HeapCheck(vertx, List.of(pool()));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_heap_that_stays_nearly_full_after_a_collection_is_not_ready() {
        usedAfterCollection = 950;
        used = 960;

        assertThat(check.check().failed()).isTrue();
    }

    @Test
    void a_heap_that_is_full_of_garbage_is_ready() {
        usedAfterCollection = 500;
        used = 990;

        assertThat(check.check().succeeded()).isTrue();
    }

    @Test
    void a_heap_that_has_been_freed_since_is_ready_again() {
        usedAfterCollection = 950;
        used = 400;

        assertThat(check.check().succeeded()).isTrue();
    }

    @Test
    void this_jvm_has_a_heap_for_long_lived_objects() {
        assertThat(HeapCheck.longLivedBytes())
                .isPositive()
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory());
    }

    private MemoryPoolMXBean pool() {
        return (MemoryPoolMXBean) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MemoryPoolMXBean.class}, (proxy, method, arguments) -> {
                    long bytes = method.getName().equals("getCollectionUsage") ? usedAfterCollection : used;
                    return new MemoryUsage(0, bytes, MAX, MAX);
                });
    }
}
