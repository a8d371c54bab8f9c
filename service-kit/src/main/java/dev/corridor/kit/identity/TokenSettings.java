package dev.corridor.kit.identity;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The issuers that a service trusts, and the credentials for its own token.
 *
 * @param jwksUrls URLs of the issuers' key sets
 * @param issuers acceptable {@code iss} claims
 * @param audiences acceptable {@code aud} claims, of which a token has one; {@link #ANY_AUDIENCE} for an issuer whose tokens name
 *     the client there
 * @param trustedCertificates PEM file of the certificates to trust at those URLs; empty: the JDK's own list
 * @param own this service's credentials at the token endpoint; empty for a service that needs no token of its own
 * @param revocationsUrl the issuer's list of revocations, which needs {@code own}; empty: tokens are valid until they expire, as
 *     with WSO2 API Manager, which has no such list
 */
public record TokenSettings(
        List<URI> jwksUrls,
        Set<String> issuers,
        Set<String> audiences,
        Optional<String> trustedCertificates,
        Optional<ClientCredentials> own,
        Optional<URI> revocationsUrl) {

    public TokenSettings {
        if (revocationsUrl.isPresent() && own.isEmpty()) {
            throw new InvalidSetting("REVOCATIONS_URL", "needs TOKEN_URL, CLIENT_ID and CLIENT_SECRET");
        }
    }

    /** Trusts tokens until they expire. */
    public TokenSettings(
            List<URI> jwksUrls,
            Set<String> issuers,
            Set<String> audiences,
            Optional<String> trustedCertificates,
            Optional<ClientCredentials> own) {
        this(jwksUrls, issuers, audiences, trustedCertificates, own, Optional.empty());
    }

    public record ClientCredentials(URI tokenUrl, String clientId, Secret clientSecret) {}

    /** The audience of tokens that are meant for Corridor. */
    public static final String AUDIENCE = "corridor";

    public static final String ANY_AUDIENCE = "*";

    /** JWKS_URL, JWT_ISSUER, JWT_AUDIENCE, TRUSTED_CERTIFICATES, REVOCATIONS_URL; TOKEN_URL with CLIENT_ID and CLIENT_SECRET. */
    public static TokenSettings from(Settings settings) {
        return new TokenSettings(
                settings.uris("JWKS_URL"),
                Set.copyOf(settings.list("JWT_ISSUER")),
                settings.isSet("JWT_AUDIENCE") ? Set.copyOf(settings.list("JWT_AUDIENCE")) : Set.of(AUDIENCE),
                settings.isSet("TRUSTED_CERTIFICATES")
                        ? Optional.of(settings.text("TRUSTED_CERTIFICATES"))
                        : Optional.empty(),
                settings.isSet("TOKEN_URL")
                        ? Optional.of(new ClientCredentials(
                                settings.uri("TOKEN_URL"),
                                settings.text("CLIENT_ID"),
                                new Secret(settings.text("CLIENT_SECRET"))))
                        : Optional.empty(),
                settings.isSet("REVOCATIONS_URL") ? Optional.of(settings.uri("REVOCATIONS_URL")) : Optional.empty());
    }
}
