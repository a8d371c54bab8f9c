package dev.corridor.edge.cache;

/** Way in which a request to a cached operation was answered: the value of X-Cache. */
enum CacheStatus {
    /** From the memory. */
    HIT,
    /** By the backend. */
    MISS,
    /** From the memory, after the backend has confirmed that the response is still right. */
    REVALIDATED,
    /** By the backend, because the request or the response forbids to store it. */
    BYPASS
}
