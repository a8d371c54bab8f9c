package dev.corridor.edge.oauth.api;

import dev.corridor.edge.oauth.domain.AuthorizationRequest;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.store.Accounts.SignedIn;
import dev.corridor.edge.oauth.usecase.ClientAuthentication;
import dev.corridor.edge.oauth.usecase.UserAuthorization;
import dev.corridor.edge.oauth.usecase.UserSignIn;
import dev.corridor.kit.request.RequestParameters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Authorization endpoint (RFC 6749, 3.1): people sign in and consent in the browser, and go back to the client with a code. The
 * request stays in the URL of the page; each form is checked from the beginning.
 */
public final class AuthorizationEndpoint {
    private static final int MAX_FORM_BYTES = 16 * 1024;
    private static final String PATH = "/oauth2/authorize";

    private final String issuer;
    private final ClientAuthentication clients;
    private final UserSignIn signIn;
    private final UserAuthorization authorization;
    private final BrowserCookies cookies;
    private final OAuthResponse response;

    /** A request that may be answered at its redirect URI. */
    private record Checked(
            AuthorizationRequest request,
            RegisteredClient client,
            String redirectUri,
            AuthorizationRequest.Terms terms) {}

    public AuthorizationEndpoint(
            String issuer,
            ClientAuthentication clients,
            UserSignIn signIn,
            UserAuthorization authorization,
            BrowserCookies cookies,
            OAuthResponse response) {
        this.issuer = issuer;
        this.clients = clients;
        this.signIn = signIn;
        this.authorization = authorization;
        this.cookies = cookies;
        this.response = response;
    }

    public void mount(Router router) {
        router.get(PATH).handler(response.throttle()).handler(context -> respond(context, this::begin));
        router.post(PATH).handler(response.throttle());
        router.post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES))
                .handler(context -> respond(context, this::submit));
        router.get("/oidc/logout").handler(context -> respond(context, this::signOut));
    }

    @FunctionalInterface
    private interface Step {
        Future<Void> run(RoutingContext context);
    }

    private void respond(RoutingContext context, Step step) {
        Future.succeededFuture().compose(begun -> step.run(context)).onFailure(failure -> {
            if (failure instanceof OAuthError refusal) {
                response.charge(context, refusal);
                page(context, refusal.code().httpStatus(), "", AuthorizationPage.failure(refusal.getMessage()));
            } else {
                context.fail(failure);
            }
        });
    }

    private Future<Void> begin(RoutingContext context) {
        return checked(context)
                .compose(found -> found.isEmpty()
                        ? done()
                        : signedIn(context).compose(user -> proceed(context, found.get(), user)));
    }

    /** Signs in, asks for consent, or sends the browser back, whichever comes next. */
    private Future<Void> proceed(RoutingContext context, Checked checked, Optional<SignedIn> user) {
        var terms = checked.terms();
        if (user.isEmpty() || terms.mustSignIn()) {
            return terms.mayAsk()
                    ? showSignIn(context, checked, "", "")
                    : redirect(context, checked, new OAuthError(Code.LOGIN_REQUIRED, "The user has to sign in."));
        }
        if (checked.client().isPlatform()) {
            return sendCode(context, checked, user.get());
        }
        return terms.mayAsk()
                ? showConsent(context, checked, user.get())
                : redirect(context, checked, new OAuthError(Code.CONSENT_REQUIRED, "The user has to consent."));
    }

    private Future<Void> submit(RoutingContext context) {
        var form = OAuthForm.of(context);
        return checked(context).compose(found -> {
            if (found.isEmpty()) {
                return done();
            }
            if (!cookies.isOwnForm(context, form.optional("csrf").orElse(""))) {
                throw new OAuthError(Code.INVALID_REQUEST, "The form is not one of this browser. Cookies may be off.");
            }
            return switch (form.required("action")) {
                case "sign_in" -> submitSignIn(context, found.get(), form);
                case "allow" -> submitConsent(context, found.get());
                case "deny" ->
                    redirect(context, found.get(), new OAuthError(Code.ACCESS_DENIED, "The user has not consented."));
                case "sign_out" -> endSession(context).compose(ended -> showSignIn(context, found.get(), "", ""));
                default -> throw new OAuthError(Code.INVALID_REQUEST, "The form has no such button.");
            };
        });
    }

    private Future<Void> submitSignIn(RoutingContext context, Checked checked, OAuthForm form) {
        String username = form.optional("username").orElse("");
        return signIn.check(username, form.optional("password").orElse(""))
                .compose(signIn::beginSession)
                .compose(session -> {
                    cookies.setSession(context, session);
                    return seeOther(context, PATH + "?" + query(withoutPrompt(checked.request())));
                })
                .recover(failure -> {
                    if (failure instanceof OAuthError refusal && refusal.code() == Code.INVALID_GRANT) {
                        response.charge(context, refusal);
                        return showSignIn(context, checked, username, refusal.getMessage());
                    }
                    return Future.failedFuture(failure);
                });
    }

    private Future<Void> submitConsent(RoutingContext context, Checked checked) {
        return signedIn(context)
                .compose(user -> user.isPresent()
                        ? sendCode(context, checked, user.get())
                        : showSignIn(context, checked, "", "Sign in again; the session has ended."));
    }

    private Future<Void> signOut(RoutingContext context) {
        return endSession(context).compose(ended -> page(context, 200, "", AuthorizationPage.signedOut()));
    }

    private Future<Void> endSession(RoutingContext context) {
        var session = cookies.session(context);
        cookies.endSession(context);
        return session.isEmpty() ? done() : signIn.endSession(session.get());
    }

    /** Checks a request. Empty when it has been answered: by a redirect with an error. */
    private Future<Optional<Checked>> checked(RoutingContext context) {
        var request = new AuthorizationRequest(parameters(context));
        return clients.find(request.clientId()).map(found -> {
            RegisteredClient client =
                    found.orElseThrow(() -> new OAuthError(Code.INVALID_REQUEST, "The client is not registered."));
            String redirectUri = request.requireRedirectUri(client);
            try {
                return Optional.of(new Checked(request, client, redirectUri, request.requireTerms(client)));
            } catch (OAuthError refusal) {
                redirect(context, redirectUri, request.state(), error(refusal));
                return Optional.empty();
            }
        });
    }

    private static Map<String, String> parameters(RoutingContext context) {
        var parameters = new LinkedHashMap<String, String>();
        var query = RequestParameters.of(context);
        for (String name : query.queryNames()) {
            var values = query.query(name);
            if (values.size() > 1) {
                throw new OAuthError(Code.INVALID_REQUEST, "A parameter is given more than once.");
            }
            parameters.put(name, values.get(0));
        }
        return parameters;
    }

    private Future<Optional<SignedIn>> signedIn(RoutingContext context) {
        return cookies.session(context).map(signIn::session).orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<Void> sendCode(RoutingContext context, Checked checked, SignedIn user) {
        return authorization
                .issueCode(checked.client(), user.userId(), checked.redirectUri(), checked.terms())
                .compose(code -> redirect(
                        context, checked.redirectUri(), checked.request().state(), Map.of("code", code.value())));
    }

    private Future<Void> redirect(RoutingContext context, Checked checked, OAuthError refusal) {
        return redirect(context, checked.redirectUri(), checked.request().state(), error(refusal));
    }

    private static Map<String, String> error(OAuthError refusal) {
        return Map.of("error", refusal.code().value(), "error_description", refusal.getMessage());
    }

    /** Sends the browser to the client, with the issuer's name against mix-up (RFC 9207). */
    private Future<Void> redirect(
            RoutingContext context, String redirectUri, Optional<String> state, Map<String, String> answer) {
        var parameters = new HashMap<>(answer);
        state.ifPresent(value -> parameters.put("state", value));
        parameters.put("iss", issuer);
        return seeOther(context, redirectUri + (redirectUri.contains("?") ? "&" : "?") + query(parameters));
    }

    private Future<Void> showSignIn(RoutingContext context, Checked checked, String username, String failure) {
        String page = AuthorizationPage.signIn(checked.client().name(), cookies.formToken(context), username, failure);
        return page(context, failure.isEmpty() ? 200 : 400, checked.redirectUri(), page);
    }

    private Future<Void> showConsent(RoutingContext context, Checked checked, SignedIn user) {
        String page = AuthorizationPage.consent(
                checked.client().name(), user.username(), checked.terms().scopes(), cookies.formToken(context));
        return page(context, 200, checked.redirectUri(), page);
    }

    /** @param formTarget where a form may lead besides this host; Chromium applies form-action to redirects too */
    private static Future<Void> page(RoutingContext context, int status, String formTarget, String html) {
        String target = formTarget.isEmpty() ? "" : " " + source(URI.create(formTarget));
        return secured(context)
                .setStatusCode(status)
                .putHeader("content-type", "text/html; charset=utf-8")
                .putHeader(
                        "content-security-policy",
                        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src "
                                + AuthorizationPage.styleSource() + "; form-action 'self'" + target)
                .end(html);
    }

    private static String source(URI uri) {
        return uri.getHost() == null ? uri.getScheme() + ":" : uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static Future<Void> seeOther(RoutingContext context, String location) {
        return secured(context)
                .setStatusCode(303)
                .putHeader("location", location)
                .end();
    }

    private static HttpServerResponse secured(RoutingContext context) {
        return OAuthResponse.uncached(context)
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("x-frame-options", "DENY");
    }

    private static Map<String, String> withoutPrompt(AuthorizationRequest request) {
        var parameters = new HashMap<>(request.parameters());
        parameters.remove("prompt");
        return parameters;
    }

    private static String query(Map<String, String> parameters) {
        var query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Future<Void> done() {
        return Future.succeededFuture();
    }
}
