package dev.corridor.kit.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Texts;
import dev.corridor.kit.vertx.CallerContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies JWTs (RFC 7519) signed with ES256 or RS256 against keys from JWKS URLs (RFC 7517). One per process; any thread.
 *
 * <p>A verified token is cached until it expires or its key is withdrawn: checking a signature costs a few hundred
 * microseconds, more than most requests, and tens of milliseconds in a process that has just started, so it runs on
 * worker threads. The keys are fetched again when a token names an unknown one, at most every ten seconds, and in the
 * background every five minutes, so that a withdrawn key is soon refused.
 *
 * <p>The key set is not nimbus-jose-jwt's: its source blocks when its cache has expired, allows two fetches per interval of
 * its rate limit, and does not merge several issuers of which one is unavailable. A version on its parts passed the
 * tests and was a fifth longer than this class.
 */
public final class TokenVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);
    private static final Set<String> ALGORITHMS = Set.of("ES256", "RS256");
    private static final int ES256_SIGNATURE_BYTES = 64;
    private static final int CACHED_TOKENS = 10_000;
    private static final int MAX_TOKEN_LENGTH = 8_192;
    private static final int MAX_IN_FLIGHT = 2_000;
    private static final String WORKERS = "token-verifier";
    private static final Duration MIN_REFRESH_INTERVAL = Duration.ofSeconds(10);
    private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(5);
    private static final int LEEWAY_SECONDS = 5;
    private static final int SUBJECT_CHARACTERS_MAX = 255;

    private final Vertx vertx;
    private final TokenSettings settings;
    private final IssuerClient issuer;
    private final Clock clock;
    private final Revocations revocations;
    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private final Cache<String, Verified> cached = Caffeine.newBuilder()
            .maximumSize(CACHED_TOKENS)
            .executor(Runnable::run)
            .build();
    private final Map<String, Future<Caller>> inFlight = new ConcurrentHashMap<>();
    private final WorkerExecutor workers;
    private volatile Instant refreshedAt = Instant.MIN;
    private Future<Void> refreshing = Future.succeededFuture();

    /** A published key and its verifier. */
    private record Key(String id, JsonObject published, JWTAuth verifier) {}

    private record Verified(Caller caller, TokenIdentity identity, Instant expiresAt, Key key) {}

    /** Reads the issuer's revocations for as long as the process runs, if the settings name their URL. */
    public TokenVerifier(Vertx vertx, TokenSettings settings, Clock clock) {
        this(vertx, settings, clock, new Revocations());
        if (settings.revocationsUrl().isPresent()) {
            new RevocationFeed(vertx, issuer, settings, revocations, clock).start();
        } else {
            revocations.add(List.of());
        }
    }

    /** @param revocations that somebody else keeps current, for the issuer itself */
    public TokenVerifier(Vertx vertx, TokenSettings settings, Clock clock, Revocations revocations) {
        this.vertx = vertx;
        this.revocations = revocations;
        this.settings = settings;
        this.issuer = new IssuerClient(vertx, settings);
        this.clock = clock;
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.workers = vertx.createSharedWorkerExecutor(WORKERS, half);
    }

    /** Adds the keys of a JWKS without fetching them, for the issuer itself. */
    public TokenVerifier withKeys(JsonObject keySet) {
        addKeys(keySet);
        return this;
    }

    /** Replaces the keys, when the issuer itself has rotated them. */
    public void replaceKeys(JsonObject keySet) {
        addKeys(keySet);
        retainKeysOf(List.of(keySet));
    }

    /**
     * @return the caller, or a failure with the {@link Problem} unauthenticated, or unavailable when no keys could be
     * fetched
     */
    public Future<Caller> verify(String token) {
        Verified known = cached.getIfPresent(token);
        if (known != null && isPublished(known.key)) {
            var now = clock.instant();
            refreshIfOld(now);
            return known.expiresAt.isAfter(now) ? unlessRevoked(known) : unauthenticated("The token has expired.");
        }
        String keyId;
        try {
            keyId = keyIdOf(token);
        } catch (Problem malformed) {
            return Future.failedFuture(malformed);
        }
        Key key = keys.get(keyId);
        if (key != null) {
            refreshIfOld(clock.instant());
            return verify(token, key);
        }
        return CallerContext.of(refresh()).compose(refreshed -> {
            Key fetched = keys.get(keyId);
            return fetched == null ? unauthenticated("The token's key is not known.") : verify(token, fetched);
        });
    }

    /** Succeeds when there are keys and revocations, for readiness. Fetches keys when there are none. */
    public Future<Void> ready() {
        if (!revocations.isKnown()) {
            return Future.failedFuture("the issuer's revocations have not been read yet");
        }
        return keys.isEmpty() ? CallerContext.of(refresh()) : Future.succeededFuture();
    }

    /** Checks a token once, however many requests carry it at the same time. */
    private Future<Caller> verify(String token, Key key) {
        var known = inFlight.get(token);
        if (known == null && inFlight.size() >= MAX_IN_FLIGHT) {
            return Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "Too many tokens are being verified."));
        }
        if (known != null) {
            return CallerContext.of(known);
        }
        var checked = check(token, key);
        inFlight.put(token, checked);
        return checked.onComplete(done -> inFlight.remove(token));
    }

    /** Checks the signature on a worker thread, because it would block the event loop. */
    private Future<Caller> check(String token, Key key) {
        return workers.executeBlocking(() -> key.verifier.authenticate(new TokenCredentials(token)), false)
                .compose(checked -> checked)
                .map(user ->
                        cache(token, key, user.principal(), user.attributes().getJsonObject("accessToken")))
                .compose(this::unlessRevoked)
                .recover(failure -> failure instanceof Problem
                        ? Future.failedFuture(failure)
                        : unauthenticated("The token is not valid."));
    }

    private Verified cache(String token, Key key, JsonObject principal, JsonObject claims) {
        JsonObject all = claims == null ? principal : claims;
        if (!(all.getValue("iss") instanceof String issuedBy)
                || !settings.issuers().contains(issuedBy)) {
            throw unauthenticatedProblem("The token's issuer is not trusted here.");
        }
        if (!isForUs(all.getValue("aud"))) {
            throw unauthenticatedProblem("The token is for another audience.");
        }
        Long expires = all.getLong("exp");
        if (expires == null) {
            throw unauthenticatedProblem("The token never expires; such tokens are not accepted.");
        }
        if (!(all.getValue("sub") instanceof String subject)
                || subject.isBlank()
                || !Texts.isStorable(subject, SUBJECT_CHARACTERS_MAX)) {
            throw unauthenticatedProblem("The token names no subject.");
        }
        var identity = TokenIdentity.of(all);
        var caller = new Caller(subject, scopes(all.getValue("scope")), token, identity.clientId());
        var verified = new Verified(caller, identity, Instant.ofEpochSecond(expires), key);
        cached.put(token, verified);
        return verified;
    }

    private Future<Caller> unlessRevoked(Verified verified) {
        if (!revocations.isKnown()) {
            return Future.failedFuture(
                    Problem.of(StandardError.UNAVAILABLE, "It is not known yet which tokens are revoked."));
        }
        return revocations.isRevoked(verified.identity)
                ? unauthenticated("The token has been revoked.")
                : Future.succeededFuture(verified.caller);
    }

    /** A token of the same issuer for another application is nobody's permission to call this one (RFC 7519, 4.1.3). */
    private boolean isForUs(Object audience) {
        if (settings.audiences().contains(TokenSettings.ANY_AUDIENCE)) {
            return true;
        }
        return audience instanceof JsonArray several
                ? several.stream().anyMatch(settings.audiences()::contains)
                : audience instanceof String one && settings.audiences().contains(one);
    }

    private static Set<String> scopes(Object claim) {
        if (claim instanceof JsonArray list) {
            return list.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
        }
        return claim instanceof String text
                ? Arrays.stream(text.split(" "))
                        .filter(scope -> !scope.isEmpty())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** Reads the id of the key from the header, and refuses other algorithms ("none", HS256). */
    private static String keyIdOf(String token) {
        int dot = token.indexOf('.');
        if (dot <= 0 || token.length() > MAX_TOKEN_LENGTH) {
            throw unauthenticatedProblem("The token is not a JWT.");
        }
        try {
            var decoded = Base64.getUrlDecoder().decode(token.substring(0, dot));
            var header = new JsonObject(new String(decoded, StandardCharsets.UTF_8));
            String algorithm = text(header, "alg");
            if (!ALGORITHMS.contains(algorithm)) {
                throw unauthenticatedProblem("The token's algorithm is not accepted; use ES256 or RS256.");
            }
            if (header.containsKey("crit")) {
                // RFC 7515, 4.1.11: who does not understand an extension that is critical refuses the token.
                throw unauthenticatedProblem("The token has critical extensions, of which none is understood.");
            }
            if (!isCanonical(token.substring(token.lastIndexOf('.') + 1), algorithm)) {
                throw unauthenticatedProblem("The token is not valid.");
            }
            return text(header, "kid");
        } catch (IllegalArgumentException | DecodeException | ClassCastException malformed) {
            throw unauthenticatedProblem("The token is not a JWT.");
        }
    }

    /**
     * Whether a signature is written in its only canonical form. Base64 has spare bits at its end, and Vert.x ignores a
     * trailing byte.
     */
    private static boolean isCanonical(String signature, String algorithm) {
        byte[] bytes = Base64.getUrlDecoder().decode(signature);
        return (!algorithm.equals("ES256") || bytes.length == ES256_SIGNATURE_BYTES)
                && Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature);
    }

    /** Whether the issuer still publishes this key under its id. */
    private boolean isPublished(Key key) {
        return keys.get(key.id) == key;
    }

    private void refreshIfOld(Instant now) {
        if (now.isAfter(refreshedAt.plus(REFRESH_INTERVAL))) {
            refresh();
        }
    }

    /** Fetches the keys, unless they were fetched recently. Without a URL the given keys stay. */
    private synchronized Future<Void> refresh() {
        if (!refreshing.isComplete()) {
            return refreshing;
        }
        if (settings.jwksUrls().isEmpty()) {
            return Future.succeededFuture();
        }
        if (!keys.isEmpty() && clock.instant().isBefore(refreshedAt.plus(MIN_REFRESH_INTERVAL))) {
            return Future.succeededFuture();
        }
        var fetches = settings.jwksUrls().stream().map(issuer::keySet).toList();
        refreshing = Future.join(fetches).transform(joined -> {
            fetches.stream().filter(Future::succeeded).forEach(fetch -> addKeys(fetch.result()));
            if (joined.succeeded()) {
                retainKeysOf(fetches.stream().map(Future::result).toList());
            }
            fetches.stream()
                    .filter(Future::failed)
                    .forEach(fetch -> LOG.atWarn().setCause(fetch.cause()).log("key set not fetched"));
            refreshedAt = clock.instant();
            return keys.isEmpty()
                    ? Future.failedFuture(
                            Problem.of(StandardError.UNAVAILABLE, "Tokens cannot be verified at the moment."))
                    : Future.succeededFuture();
        });
        return refreshing;
    }

    /** Removes the keys that no issuer publishes any more. Tokens that they signed are refused from then on. */
    private void retainKeysOf(List<JsonObject> keySets) {
        var published = keySets.stream()
                .flatMap(TokenVerifier::keysIn)
                .map(key -> text(key, "kid"))
                .collect(Collectors.toSet());
        keys.keySet().retainAll(published);
    }

    private void addKeys(JsonObject keySet) {
        keysIn(keySet)
                .forEach(jwk -> keys.compute(
                        text(jwk, "kid"),
                        (id, known) -> known != null && known.published.equals(jwk) ? known : key(id, jwk)));
    }

    private Key key(String id, JsonObject jwk) {
        // Leeway allows for clocks that differ by seconds. The issuer is checked against a list, which Vert.x cannot
        // do.
        var options = new JWTAuthOptions().addJwk(jwk).setJWTOptions(new JWTOptions().setLeeway(LEEWAY_SECONDS));
        return new Key(id, jwk, JWTAuth.create(vertx, options));
    }

    /** Returns the keys of a key set; members that are no keys are ignored. */
    private static Stream<JsonObject> keysIn(JsonObject keySet) {
        return keySet.getValue("keys") instanceof JsonArray array
                ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                : Stream.empty();
    }

    private static String text(JsonObject json, String member) {
        return Objects.requireNonNullElse(json.getString(member), "");
    }

    private static <T> Future<T> unauthenticated(String detail) {
        return Future.failedFuture(unauthenticatedProblem(detail));
    }

    private static Problem unauthenticatedProblem(String detail) {
        return Problem.of(StandardError.UNAUTHENTICATED, detail);
    }
}
