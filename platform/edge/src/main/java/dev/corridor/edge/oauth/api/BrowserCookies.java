package dev.corridor.edge.oauth.api;

import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.kit.value.Sha256Digest;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Cookies of the sign-in pages: one names the session, the other ties forms to the browser that they were rendered for. A form has
 * a digest of that cookie, which no other site can read; so a form that another site made is refused. Their prefix lets only this
 * host set them, over TLS.
 */
final class BrowserCookies {
    private static final String SESSION = "__Host-corridor-session";
    private static final String BROWSER = "__Host-corridor-browser";
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SecureRandom random;

    BrowserCookies(SecureRandom random) {
        this.random = random;
    }

    Optional<RandomSecret> session(RoutingContext context) {
        return value(context, SESSION).map(RandomSecret::new);
    }

    void setSession(RoutingContext context, RandomSecret session) {
        context.response().addCookie(cookie(SESSION, session.value()));
    }

    void endSession(RoutingContext context) {
        context.response().addCookie(cookie(SESSION, "").setMaxAge(0));
    }

    /** Returns the token of a form in this browser, which gets its cookie if it has none. */
    String formToken(RoutingContext context) {
        String browser = value(context, BROWSER).orElseGet(() -> {
            String fresh = RandomSecret.generate(random).value();
            context.response().addCookie(cookie(BROWSER, fresh));
            return fresh;
        });
        return tokenOf(browser);
    }

    boolean isOwnForm(RoutingContext context, String token) {
        return value(context, BROWSER)
                .map(browser -> MessageDigest.isEqual(
                        tokenOf(browser).getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }

    private static String tokenOf(String browser) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256Digest.of("form:" + browser));
    }

    private static Optional<String> value(RoutingContext context, String name) {
        return Optional.ofNullable(context.request().getCookie(name))
                .map(Cookie::getValue)
                .filter(value -> SECRET.matcher(value).matches());
    }

    private static Cookie cookie(String name, String value) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setSecure(true)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX);
    }
}
