package dev.corridor.edge.oauth.domain;

import dev.corridor.edge.oauth.domain.OAuthError.Code;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Request of a client to be authorized by a user (RFC 6749, 4.1.1).
 *
 * @param parameters of the request, each given once
 */
public record AuthorizationRequest(Map<String, String> parameters) {
    private static final int MAX_STATE = 1_000;

    public AuthorizationRequest {
        parameters = Map.copyOf(parameters);
    }

    /**
     * What the user is asked.
     *
     * @param state returned to the client as it is
     * @param mayAsk false with {@code prompt=none}: without a page
     * @param mustSignIn with {@code prompt=login}
     */
    public record Terms(
            List<String> scopes,
            String challenge,
            Optional<String> state,
            Optional<String> nonce,
            boolean mayAsk,
            boolean mustSignIn) {}

    public String clientId() {
        return parameters.getOrDefault("client_id", "");
    }

    /**
     * Returns where to send the browser afterwards. Until this has succeeded, nobody knows where it is safe to send it.
     *
     * @throws OAuthError invalid_request, to be shown to the user
     */
    public String requireRedirectUri(RegisteredClient client) {
        String given = parameters.get("redirect_uri");
        if (given == null || !client.redirectUris().contains(given)) {
            throw new OAuthError(Code.INVALID_REQUEST, "The redirect_uri is not one that the client has registered.");
        }
        return given;
    }

    /** @throws OAuthError to be sent to the redirect URI */
    public Terms requireTerms(RegisteredClient client) {
        client.require(GrantType.AUTHORIZATION_CODE);
        if (!"code".equals(parameters.get("response_type"))) {
            throw new OAuthError(Code.UNSUPPORTED_RESPONSE_TYPE, "The only response_type is code.");
        }
        if (parameters.containsKey("request") || parameters.containsKey("request_uri")) {
            throw new OAuthError(Code.INVALID_REQUEST, "Request objects are not supported.");
        }
        String mode = parameters.getOrDefault("response_mode", "query");
        if (!mode.equals("query")) {
            throw new OAuthError(Code.INVALID_REQUEST, "The only response_mode is query.");
        }
        String prompt = parameters.getOrDefault("prompt", "");
        return new Terms(
                client.grant(scopes(parameters.get("scope")), client.scopes()),
                Pkce.requireChallenge(parameters.get("code_challenge"), parameters.get("code_challenge_method")),
                bounded("state"),
                bounded("nonce"),
                !prompt.equals("none"),
                prompt.equals("login"));
    }

    /** Returns the state even of a request that is refused. */
    public Optional<String> state() {
        return Optional.ofNullable(parameters.get("state")).filter(state -> state.length() <= MAX_STATE);
    }

    private Optional<String> bounded(String name) {
        String value = parameters.get(name);
        if (value != null && value.length() > MAX_STATE) {
            throw new OAuthError(Code.INVALID_REQUEST, name + " has more than " + MAX_STATE + " characters.");
        }
        return Optional.ofNullable(value);
    }

    /** Splits a list of scopes at spaces; each is there once, in the given order. */
    public static Set<String> scopes(String list) {
        var scopes = new LinkedHashSet<String>();
        if (list != null) {
            Arrays.stream(list.split(" ")).filter(scope -> !scope.isEmpty()).forEach(scopes::add);
        }
        return scopes;
    }
}
