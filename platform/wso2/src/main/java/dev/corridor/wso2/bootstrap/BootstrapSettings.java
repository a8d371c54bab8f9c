package dev.corridor.wso2.bootstrap;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.wso2.bootstrap.rest.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Configuration of the bootstrap. Passwords come from the environment only.
 *
 * @param projects folder of the generated API projects and policies
 * @param demoPassword password of the demo users in WSO2
 */
public record BootstrapSettings(
        Addresses addresses,
        Admin admin,
        Secret demoPassword,
        List<ServiceAccount> serviceAccounts,
        ExpectedTokens tokens,
        Path projects,
        Patience patience) {

    private static final Pattern PASSWORD = Pattern.compile("\\S{5,30}");

    /**
     * Addresses that the bootstrap calls.
     *
     * @param manager portal and token endpoint of WSO2
     * @param gateway where WSO2 serves REST and GraphQL
     * @param webSocket where WSO2 serves WebSocket, with http
     * @param profile gRPC address of the profile service; empty: the demo users get no profile
     * @param trustedCertificates PEM file of the certificates to trust; empty: the JDK's own list
     */
    public record Addresses(
            URI manager, URI gateway, URI webSocket, Optional<HostPort> profile, Optional<Path> trustedCertificates) {}

    public record Admin(String username, Secret password) {}

    /** Claims that the services require of a token; see their JWT_ISSUER and JWT_AUDIENCE. */
    public record ExpectedTokens(String issuer, String audience) {}

    /**
     * Reads WSO2_MANAGER_URL, WSO2_GATEWAY_URL, WSO2_WEBSOCKET_URL, PROFILE_GRPC, TRUSTED_CERTIFICATES, WSO2_ADMIN_USER,
     * WSO2_ADMIN_PASSWORD, WSO2_DEMO_PASSWORD, WSO2_PROJECTS, JWT_ISSUER, JWT_AUDIENCE, and what {@link ServiceAccount} and
     * {@link Patience} read.
     */
    public static BootstrapSettings from(Settings settings) {
        return new BootstrapSettings(
                addresses(settings),
                new Admin(settings.text("WSO2_ADMIN_USER", "admin"), new Secret(settings.text("WSO2_ADMIN_PASSWORD"))),
                demoPassword(settings),
                ServiceAccount.from(settings),
                new ExpectedTokens(
                        settings.text("JWT_ISSUER", "https://localhost:9443/oauth2/token"),
                        settings.text("JWT_AUDIENCE", TokenSettings.AUDIENCE)),
                Path.of(settings.text("WSO2_PROJECTS", "wso2/generated")),
                Patience.from(settings));
    }

    private static Secret demoPassword(Settings settings) {
        String password = settings.text("WSO2_DEMO_PASSWORD");
        if (!PASSWORD.matcher(password).matches()) {
            throw new InvalidSetting(
                    "WSO2_DEMO_PASSWORD", "is not 5 to 30 characters without spaces, which WSO2 prescribes");
        }
        return new Secret(password);
    }

    private static Addresses addresses(Settings settings) {
        return new Addresses(
                uri(settings, "WSO2_MANAGER_URL", "https://localhost:9443"),
                uri(settings, "WSO2_GATEWAY_URL", "https://localhost:8243"),
                uri(settings, "WSO2_WEBSOCKET_URL", "http://localhost:9099"),
                settings.isSet("PROFILE_GRPC")
                        ? Optional.of(settings.addresses("PROFILE_GRPC").get(0))
                        : Optional.empty(),
                settings.isSet("TRUSTED_CERTIFICATES")
                        ? Optional.of(Path.of(settings.text("TRUSTED_CERTIFICATES")))
                        : Optional.empty());
    }

    private static URI uri(Settings settings, String key, String otherwise) {
        return settings.isSet(key) ? settings.uri(key) : URI.create(otherwise);
    }
}
