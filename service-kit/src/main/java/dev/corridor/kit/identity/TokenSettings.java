package dev.corridor.kit.identity;

import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens a service believes, and how it gets its own.
 *
 * @param jwksUrls where the issuers publish their keys
 * @param issuers acceptable {@code iss} claims
 * @param trustedCertificates PEM file of the certificates that those URLs' TLS may show; empty: the JDK's own list
 * @param own this service's own account at the token endpoint; empty for a service that never calls another on its own behalf
 */
public record TokenSettings(
        List<URI> jwksUrls,
        Set<String> issuers,
        Optional<String> trustedCertificates,
        Optional<ClientCredentials> own) {

    public record ClientCredentials(URI tokenUrl, String clientId, Secret clientSecret) {}

    /** JWKS_URL, JWT_ISSUER, TRUSTED_CERTIFICATES; TOKEN_URL with CLIENT_ID and CLIENT_SECRET. */
    public static TokenSettings from(Settings settings) {
        return new TokenSettings(
                settings.uris("JWKS_URL"),
                Set.copyOf(settings.list("JWT_ISSUER")),
                settings.isSet("TRUSTED_CERTIFICATES")
                        ? Optional.of(settings.text("TRUSTED_CERTIFICATES"))
                        : Optional.empty(),
                settings.isSet("TOKEN_URL")
                        ? Optional.of(new ClientCredentials(
                                settings.uri("TOKEN_URL"),
                                settings.text("CLIENT_ID"),
                                new Secret(settings.text("CLIENT_SECRET"))))
                        : Optional.empty());
    }
}
