package dev.corridor.edge.cache;

import dev.corridor.edge.cache.BackendFetch.Fetched;
import dev.corridor.edge.config.Caching;
import dev.corridor.kit.value.HttpDate;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules that decide whether a response may be stored, and for how long it is fresh (RFC 9111, sections 3 and 4.2). */
final class StorageRules {
    private static final int OK = 200;
    private static final Set<Integer> NOT_FOUND = Set.of(404, 410);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private static final Set<String> NOT_STORED = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "age",
            "x-cache",
            "x-correlation-id");
    /** The edge itself answers CORS. */
    private static final String CORS_PREFIX = "access-control-";
    /** Headers of a 304 response that do not describe the stored content (RFC 9111, section 3.2). */
    private static final Set<String> OF_CONTENT =
            Set.of("content-encoding", "content-type", "content-range", "content-language", "etag");

    private final Caching caching;

    StorageRules(Caching caching) {
        this.caching = caching;
    }

    /** Returns the response as it can be stored; empty if it must not be. @param request the headers that the backend was sent */
    Optional<StoredResponse> store(Fetched fetched, MultiMap request) {
        MultiMap response = fetched.headers();
        var control = CacheControl.of(response);
        boolean isForbidden = control.has("no-store")
                || control.has("private")
                || response.contains("set-cookie")
                || SelectingHeaders.varied(response).contains("*");
        boolean isOfInterest = fetched.status() == OK
                || NOT_FOUND.contains(fetched.status())
                        && !caching.notFoundTime().isZero();
        if (isForbidden || !isOfInterest || fetched.body().isEmpty()) {
            return Optional.empty();
        }
        var stored = response(fetched, request, lifetime(fetched.status(), control, response, fetched.at()));
        // Nobody could ever use it.
        return stored.isReusable() || stored.hasValidator() ? Optional.of(stored) : Optional.empty();
    }

    /** Returns the stored response after the backend has confirmed it by a 304; empty if it must no longer be stored. */
    Optional<StoredResponse> confirm(StoredResponse stored, Fetched confirmation, MultiMap request) {
        MultiMap merged = HttpHeaders.headers();
        stored.headers().forEach(header -> merged.add(header.getKey(), header.getValue()));
        var confirmed = headers(confirmation.headers(), confirmation.at()).stream()
                .filter(header -> !OF_CONTENT.contains(header.getKey()))
                .toList();
        confirmed.forEach(header -> merged.remove(header.getKey()));
        confirmed.forEach(header -> merged.add(header.getKey(), header.getValue()));
        confirmation.headers().getAll("age").forEach(age -> merged.add("age", age));
        return store(
                new Fetched(
                        stored.status(), merged, Optional.of(stored.body()), confirmation.at(), confirmation.delay()),
                request);
    }

    /** Returns a response that only the request gets that it was fetched for. */
    StoredResponse once(Fetched fetched, MultiMap request) {
        return response(fetched, request, Duration.ZERO);
    }

    private static StoredResponse response(Fetched fetched, MultiMap request, Duration lifetime) {
        return new StoredResponse(
                fetched.status(),
                headers(fetched.headers(), fetched.at()),
                fetched.body().orElseThrow(),
                SelectingHeaders.of(request, fetched.headers()),
                fetched.at(),
                age(fetched.headers(), fetched.at(), fetched.delay()),
                lifetime);
    }

    private Duration lifetime(int status, CacheControl control, MultiMap response, Instant receivedAt) {
        if (control.has("no-cache")) {
            return Duration.ZERO;
        }
        Duration said = said(control, response, receivedAt);
        return status == OK || said.compareTo(caching.notFoundTime()) < 0 ? said : caching.notFoundTime();
    }

    /** The time that the service says, for shared caches first; if it says none, that of the configuration. */
    private Duration said(CacheControl control, MultiMap response, Instant receivedAt) {
        OptionalLong seconds = Stream.of("s-maxage", "max-age")
                .map(control::seconds)
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
        if (seconds.isPresent()) {
            return Duration.ofSeconds(seconds.getAsLong());
        }
        if (!response.contains("expires")) {
            return caching.time();
        }
        Instant date = HttpDate.parse(response.get("date")).orElse(receivedAt);
        Duration until = HttpDate.parse(response.get("expires"))
                .map(expires -> Duration.between(date, expires))
                .orElse(Duration.ZERO);
        return until.isNegative() ? Duration.ZERO : until;
    }

    /** RFC 9111, section 4.2.3. */
    private static Duration age(MultiMap response, Instant receivedAt, Duration delay) {
        Duration apparent = HttpDate.parse(response.get("date"))
                .map(date -> Duration.between(date, receivedAt))
                .orElse(Duration.ZERO);
        String said = response.get("age");
        Duration corrected = said != null && SECONDS.matcher(said.strip()).matches()
                ? Duration.ofSeconds(Long.parseLong(said.strip())).plus(delay)
                : delay;
        return apparent.compareTo(corrected) > 0 ? apparent : corrected;
    }

    /** A response without a Date gets the time at which it was received (RFC 9110, section 6.6.1). */
    private static List<Entry<String, String>> headers(MultiMap response, Instant receivedAt) {
        var ofConnection = new HashSet<String>();
        response.getAll("connection").forEach(value -> Stream.of(value.split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .forEach(ofConnection::add));
        var headers = new ArrayList<Entry<String, String>>();
        response.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_STORED.contains(lower) && !ofConnection.contains(lower) && !lower.startsWith(CORS_PREFIX)) {
                headers.add(Map.entry(lower, value));
            }
        });
        if (!response.contains("date")) {
            headers.add(Map.entry("date", HttpDate.format(receivedAt)));
        }
        return headers;
    }
}
