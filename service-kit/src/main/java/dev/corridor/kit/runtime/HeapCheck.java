package dev.corridor.kit.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;

/**
 * Readiness check that fails when what is in use nearly fills the heap, so that a process gets no further work before it
 * runs out of memory. Belongs to one verticle.
 */
final class HeapCheck {
    private static final double NEARLY_FULL = 0.9;
    private static final long COLLECT_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private final Vertx vertx;
    private final List<MemoryPoolMXBean> pools;
    private long collectedAtNanos = System.nanoTime() - COLLECT_AGAIN_NANOS;

    HeapCheck(Vertx vertx) {
        this(vertx, longLived());
    }

    HeapCheck(Vertx vertx, List<MemoryPoolMXBean> pools) {
        this.vertx = vertx;
        this.pools = pools;
    }

    /** Returns the pools of long-lived objects: pools of young ones support no threshold, as they fill all the time. */
    private static List<MemoryPoolMXBean> longLived() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .toList();
    }

    /** Returns the size of the heap for long-lived objects. */
    static long longLivedBytes() {
        return longLived().stream()
                .mapToLong(pool -> pool.getUsage().getMax())
                .filter(max -> max > 0)
                .max()
                .orElseGet(() -> Runtime.getRuntime().maxMemory());
    }

    Future<Void> check() {
        if (pools.stream()
                .noneMatch(pool -> isNearlyFull(pool.getCollectionUsage()) && isNearlyFull(pool.getUsage()))) {
            return Future.succeededFuture();
        }
        collect();
        return Future.failedFuture("the heap is nearly full");
    }

    private static boolean isNearlyFull(MemoryUsage usage) {
        return usage != null && usage.getMax() > 0 && usage.getUsed() > usage.getMax() * NEARLY_FULL;
    }

    /** Collects garbage: a process without work would otherwise never find out that memory is free again. */
    private void collect() {
        long now = System.nanoTime();
        if (now - collectedAtNanos >= COLLECT_AGAIN_NANOS) {
            collectedAtNanos = now;
            vertx.executeBlocking(() -> {
                System.gc();
                return null;
            });
        }
    }
}
