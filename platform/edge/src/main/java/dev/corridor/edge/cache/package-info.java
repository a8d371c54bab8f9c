/**
 * Response cache of the edge: a shared cache (RFC 9111) for the public GET operations that the configuration lists.
 *
 * <pre>
 * request -> a stored response that is fresh  -> HIT
 *         -> one that is stale                -> ask the backend with its ETag: unchanged -> REVALIDATED
 *         -> none                             -> ask the backend, store                   -> MISS
 *         -> the request or the response forbids storing -> pass it on                    -> MISS, BYPASS
 * </pre>
 *
 * <p>A response that can be stored is made for nobody: the edge asks for it without the caller's token, cookies, conditions, origin and
 * host, by the same canonical URI that it is stored under. So no header of one caller can change what another one gets, and
 * requests that wait for the same response share one fetch. The memory is one for all event loops of a process, and bounded.
 *
 * <p>The cache of vertx-http-proxy 5.0 does not suffice, with whatever store: it decides by {@code public} and {@code max-age} alone,
 * identifies a response by the URI with the caller's Host, and knows no Vary, no-store, private, s-maxage and Age.
 */
package dev.corridor.edge.cache;
