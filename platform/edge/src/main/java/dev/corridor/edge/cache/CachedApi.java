package dev.corridor.edge.cache;

import dev.corridor.edge.cache.BackendFetch.Fetched;
import dev.corridor.edge.cache.ResponseStore.FetchKey;
import dev.corridor.edge.cache.SharedFetch.Outcome;
import dev.corridor.edge.cache.SharedFetch.Storable;
import dev.corridor.edge.cache.SharedFetch.TooLarge;
import dev.corridor.edge.cache.SharedFetch.Unstorable;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Caching;
import dev.corridor.edge.guard.GatewayRequest;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.rest.ProblemResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Step that answers the requests to one API's cached operations, and removes what its other requests change. */
final class CachedApi {
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);
    private static final int BAD_REQUEST = 400;
    private static final int NOT_MODIFIED = 304;
    private static final int SERVER_ERROR = 500;

    private final Api api;
    private final Caching caching;
    private final StorageRules rules;
    private final ResponseStore store;
    private final BackendFetch backends;
    private final Clock clock;
    private final Consumer<CacheStatus> count;

    CachedApi(
            Api api,
            Caching caching,
            ResponseStore store,
            BackendFetch backends,
            Clock clock,
            Consumer<CacheStatus> count) {
        this.api = api;
        this.caching = caching;
        this.rules = new StorageRules(caching);
        this.store = store;
        this.backends = backends;
        this.clock = clock;
        this.count = count;
    }

    void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!SAFE.contains(request.method())) {
            invalidate(context);
            context.next();
        } else if (!isCached(context)) {
            context.next();
        } else {
            var control = CacheControl.of(request.headers());
            if (control.has("no-store")
                    || isConditionOfBackend(request.headers())
                    || hasBody(request.headers())
                    || store.isCongested()) {
                pass(context, CacheStatus.BYPASS);
            } else {
                lookUp(context, control);
            }
        }
    }

    /** Removes the responses of a URI before the caller learns that its change was made (RFC 9111, section 4.4). */
    private void invalidate(RoutingContext context) {
        var key = ResponseKey.of(api, context.request());
        context.addHeadersEndHandler(sent -> {
            if (context.response().getStatusCode() < BAD_REQUEST) {
                store.invalidate(key);
            }
        });
    }

    private boolean isCached(RoutingContext context) {
        HttpMethod method = context.request().method();
        return (method == HttpMethod.GET || method == HttpMethod.HEAD)
                && GatewayRequest.of(context)
                        .operation()
                        .filter(operation ->
                                !operation.needsToken() && caching.operations().contains(operation.id()))
                        .isPresent();
    }

    private static boolean isConditionOfBackend(MultiMap headers) {
        return headers.contains("if-match") || headers.contains("if-unmodified-since");
    }

    private static boolean hasBody(MultiMap headers) {
        String length = headers.get("content-length");
        return length != null && !length.equals("0") || headers.contains("transfer-encoding");
    }

    private void lookUp(RoutingContext context, CacheControl control) {
        MultiMap headers = context.request().headers();
        var key = ResponseKey.of(api, context.request());
        Optional<StoredResponse> stored = store.find(key, headers);
        Instant now = clock.instant();
        boolean mustValidate = control.has("no-cache") || control.isEmpty() && isPragmaNoCache(headers);
        if (stored.isPresent() && !mustValidate && isUsable(stored.get(), control, now)) {
            send(context, stored.get(), CacheStatus.HIT);
            return;
        }
        if (control.has("only-if-cached")) {
            context.fail(Problem.of(
                    StandardError.DEADLINE_EXCEEDED, "No fresh response is stored, as only-if-cached asks."));
            return;
        }
        var fetchKey = new FetchKey(key, SelectingHeaders.summary(headers));
        if (store.isUnstorable(fetchKey)) {
            pass(context, CacheStatus.BYPASS);
            return;
        }
        var own = new SharedFetch();
        SharedFetch joined = store.join(fetchKey, own);
        if (joined == own) {
            fetch(fetchKey, own, headers, stored);
        } else if (mustValidate) {
            // The fetch under way began before this request, which asks for the present state.
            joined = own;
            own.outdate();
            fetch(fetchKey, own, headers, stored);
        }
        await(context, joined, joined == own);
    }

    private static boolean isPragmaNoCache(MultiMap headers) {
        return headers.contains("pragma", "no-cache", true);
    }

    private static boolean isUsable(StoredResponse stored, CacheControl control, Instant now) {
        Duration age = stored.age(now);
        long maxAge = control.seconds("max-age").orElse(Long.MAX_VALUE);
        long minFresh = control.seconds("min-fresh").orElse(0);
        return age.plusSeconds(minFresh).compareTo(stored.lifetime()) < 0 && age.toSeconds() <= maxAge;
    }

    /** Asks the backend; the response is stored even if the caller leaves, because others may wait for it. */
    private void fetch(FetchKey key, SharedFetch fetch, MultiMap caller, Optional<StoredResponse> stored) {
        MultiMap headers = SelectingHeaders.passedOn(caller);
        stored.ifPresent(known -> addConditions(known, headers));
        backends.get(api, key.key().uri(), headers)
                .map(fetched -> keep(key, fetch, headers, stored, fetched))
                .onComplete(done -> store.leave(key, fetch))
                .onComplete(fetch.promise());
    }

    private static void addConditions(StoredResponse known, MultiMap headers) {
        if (known.header("etag") != null) {
            headers.set("if-none-match", known.header("etag"));
        }
        if (known.header("last-modified") != null) {
            headers.set("if-modified-since", known.header("last-modified"));
        }
    }

    private Outcome keep(
            FetchKey key, SharedFetch fetch, MultiMap headers, Optional<StoredResponse> stored, Fetched fetched) {
        if (fetched.body().isEmpty()) {
            store.markUnstorable(key);
            return new TooLarge();
        }
        boolean isConfirmed = fetched.status() == NOT_MODIFIED && stored.isPresent();
        var storable = isConfirmed ? rules.confirm(stored.get(), fetched, headers) : rules.store(fetched, headers);
        if (storable.isPresent()) {
            store.put(key.key(), storable.get(), fetch);
            return new Storable(storable.get(), isConfirmed ? CacheStatus.REVALIDATED : CacheStatus.MISS);
        }
        // A backend that fails has not said that its earlier responses are wrong.
        if (fetched.status() < SERVER_ERROR) {
            stored.ifPresent(known -> store.remove(key.key(), known));
            store.markUnstorable(key);
        }
        return new Unstorable(isConfirmed ? stored.get() : rules.once(fetched, headers));
    }

    /** Goes on where the request belongs, since another event loop may have fetched. */
    private void await(RoutingContext context, SharedFetch fetch, boolean isOwn) {
        var own = context.vertx().getOrCreateContext();
        fetch.outcome()
                .onComplete(outcome -> own.runOnContext(now -> {
                    if (context.response().closed()) {
                        return;
                    }
                    if (outcome.failed()) {
                        context.fail(problemOf(outcome.cause()));
                    } else if (outcome.result() instanceof Storable found
                            && (isOwn || found.response().isReusable())
                            && SelectingHeaders.match(
                                    found.response().selecting(),
                                    context.request().headers())) {
                        send(context, found.response(), found.status());
                    } else if (outcome.result() instanceof Unstorable one && isOwn && isAnonymous(context.request())) {
                        send(context, one.response(), CacheStatus.MISS);
                    } else {
                        pass(context, CacheStatus.MISS);
                    }
                }));
    }

    /** Whether the backend would answer the request as it answers one that is made for nobody. */
    private static boolean isAnonymous(HttpServerRequest request) {
        return !request.headers().contains("authorization")
                && !request.headers().contains("cookie");
    }

    private Problem problemOf(Throwable failure) {
        Problem known = ProblemResponse.problemOf(failure, SERVER_ERROR);
        return known.is(StandardError.INTERNAL)
                ? Problem.of(
                        StandardError.UNAVAILABLE, api.name() + " closed the connection before it answered.", failure)
                : known;
    }

    private void send(RoutingContext context, StoredResponse response, CacheStatus status) {
        count.accept(status);
        int bytes = response.body().length();
        store.addUnwritten(bytes);
        CachedReply.send(context.request(), response, status, clock.instant())
                .onComplete(written -> store.addUnwritten(-bytes));
    }

    /** Leaves the request to the proxy, as the caller sent it. */
    private void pass(RoutingContext context, CacheStatus status) {
        count.accept(status);
        // At the end, because the backend may have a header of this name.
        context.addHeadersEndHandler(sent -> context.response().putHeader("x-cache", status.name()));
        context.next();
    }
}
