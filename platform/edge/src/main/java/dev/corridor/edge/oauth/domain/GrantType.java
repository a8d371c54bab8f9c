package dev.corridor.edge.oauth.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Way in which a client gets tokens (RFC 6749, section 1.3). */
public enum GrantType {
    CLIENT_CREDENTIALS,
    AUTHORIZATION_CODE,
    REFRESH_TOKEN,
    /** For the platform's operator only: OAuth 2.1 has removed it. */
    PASSWORD;

    public static Optional<GrantType> of(String value) {
        return Arrays.stream(values())
                .filter(type -> type.value().equals(value))
                .findFirst();
    }

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
