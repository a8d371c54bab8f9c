package dev.corridor.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void values_are_read_by_type() {
        var settings = Settings.of(
                Map.of("PORT", "8001", "WAIT", "PT0.25S", "PEERS", "a:1, b:2", "NAME", " ada ", "BLANK", " "));

        assertThat(settings.port("PORT")).isEqualTo(8001);
        assertThat(settings.duration("WAIT", Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.addresses("PEERS")).isEqualTo(List.of(new HostPort("a", 1), new HostPort("b", 2)));
        assertThat(settings.text("NAME")).isEqualTo("ada");
        assertThat(settings.text("BLANK", "otherwise")).isEqualTo("otherwise");
        assertThat(settings.integer("MISSING", 4, 1, 9)).isEqualTo(4);
    }

    @Test
    void a_mistake_names_the_variable_and_never_its_value() {
        var settings = Settings.of(Map.of("DATABASE_PORT", "s3cret", "INSTANCES", "1000"));

        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> settings.port("DATABASE_PORT"))
                .withMessageContaining("DATABASE_PORT")
                .satisfies(mistake -> assertThat(mistake.getMessage()).doesNotContain("s3cret"));
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> settings.integer("INSTANCES", 1, 1, 64))
                .withMessageContaining("INSTANCES");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> settings.text("JWKS_URL"))
                .withMessageContaining("JWKS_URL is not set");
    }

    @Test
    void a_secret_does_not_show_itself() {
        assertThat(new Secret("hunter2")).hasToString("***");
    }
}
