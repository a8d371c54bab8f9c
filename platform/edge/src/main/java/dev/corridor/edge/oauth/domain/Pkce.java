package dev.corridor.edge.oauth.domain;

import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.kit.value.Sha256Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;

/** Proof Key for Code Exchange with S256 (RFC 7636). The method "plain" is refused, and so is a request without a challenge. */
public final class Pkce {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private Pkce() {}

    /** @throws OAuthError invalid_request */
    public static String requireChallenge(String challenge, String method) {
        if (challenge == null
                || !"S256".equals(method)
                || !CHALLENGE.matcher(challenge).matches()) {
            throw new OAuthError(
                    Code.INVALID_REQUEST, "Send code_challenge with code_challenge_method=S256 (RFC 7636).");
        }
        return challenge;
    }

    public static boolean matches(String verifier, String challenge) {
        if (verifier == null || !VERIFIER.matcher(verifier).matches()) {
            return false;
        }
        String expected = Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256Digest.of(verifier));
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
    }
}
