package dev.corridor.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String SECRET = "hunter2 is not a port";

    @Test
    void a_set_variable_is_read_in_its_type() {
        var settings = Settings.of(Map.of(
                "NAME", " corridor ",
                "COUNT", "7",
                "HTTP_PORT", "8001",
                "TIMEOUT", "PT0.25S",
                "URL", "http://localhost:9443/jwks",
                "ADDRESSES", "localhost:1, [::1]:2 ,"));

        assertThat(settings.text("NAME")).isEqualTo("corridor");
        assertThat(settings.integer("COUNT", 1, 1, 9)).isEqualTo(7);
        assertThat(settings.port("HTTP_PORT")).isEqualTo(8001);
        assertThat(settings.duration("TIMEOUT", Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.uri("URL")).isEqualTo(URI.create("http://localhost:9443/jwks"));
        assertThat(settings.addresses("ADDRESSES"))
                .containsExactly(new HostPort("localhost", 1), new HostPort("[::1]", 2));
    }

    @Test
    void a_uri_that_is_set_to_nothing_is_switched_off() {
        var standard = URI.create("http://localhost/standard");
        var settings = Settings.of(Map.of("OFF", " ", "OTHER", "http://localhost/other"));

        assertThat(settings.uriUnlessOff("ABSENT", standard)).contains(standard);
        assertThat(settings.uriUnlessOff("OTHER", standard)).contains(URI.create("http://localhost/other"));
        assertThat(settings.uriUnlessOff("OFF", standard)).isEmpty();
    }

    @Test
    void an_unset_variable_has_its_default() {
        var settings = Settings.of(Map.of("BLANK", "  "));

        assertThat(settings.text("BLANK", "default")).isEqualTo("default");
        assertThat(settings.integer("BLANK", 3, 1, 9)).isEqualTo(3);
        assertThat(settings.duration("MISSING", Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.isSet("BLANK")).isFalse();
    }

    @Test
    void a_missing_required_variable_is_named() {
        var settings = Settings.of(Map.of("BLANK", "  "));

        assertInvalid("DATABASE_HOST", () -> settings.text("DATABASE_HOST"));
        assertInvalid("BLANK", () -> settings.text("BLANK"));
        assertInvalid("HTTP_PORT", () -> settings.port("HTTP_PORT"));
        assertInvalid("JWKS_URL", () -> settings.uris("JWKS_URL"));
        assertInvalid("PROFILE_GRPC", () -> settings.addresses("PROFILE_GRPC"));
    }

    @Test
    void an_invalid_value_names_the_variable_and_is_not_shown() {
        var settings = Settings.of(Map.of("KEY", SECRET));

        assertInvalid("KEY", () -> settings.integer("KEY", 1, 0, 9));
        assertInvalid("KEY", () -> settings.port("KEY"));
        assertInvalid("KEY", () -> settings.duration("KEY", Duration.ZERO));
        assertInvalid("KEY", () -> settings.uri("KEY"));
        assertInvalid("KEY", () -> settings.addresses("KEY"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "99999999999", "1.5", "0x10"})
    void an_invalid_port_is_refused(String port) {
        assertInvalid("HTTP_PORT", () -> Settings.of(Map.of("HTTP_PORT", port)).port("HTTP_PORT"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                ":80",
                "localhost:",
                "localhost:http",
                "localhost:0",
                "localhost:65536",
                "localhost:-1",
                ","
            })
    void an_invalid_list_of_addresses_is_refused(String addresses) {
        assertInvalid("PROFILE_GRPC", () -> Settings.of(Map.of("PROFILE_GRPC", addresses))
                .addresses("PROFILE_GRPC"));
    }

    @Test
    void a_negative_duration_is_refused() {
        var settings = Settings.of(Map.of("REQUEST_TIMEOUT", "PT-1S"));

        assertInvalid("REQUEST_TIMEOUT", () -> settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(1)));
    }

    @Test
    void a_secret_does_not_show_itself() {
        assertThat(new Secret(SECRET)).hasToString("***");
    }

    private static void assertInvalid(String key, org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(read)
                .withMessageContaining("The environment variable " + key + " ")
                .withMessageNotContaining(SECRET);
    }
}
