package dev.corridor.kit.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({
        "0, U+0000",
        "9, U+0009",
        "10, U+000A",
        "127, U+007F",
        "133, U+0085",
        "55296, U+D800",
        "57343, U+DFFF",
        "64976, U+FDD0",
        "65007, U+FDEF",
        "65534, U+FFFE",
        "65535, U+FFFF",
        "131071, U+1FFFF",
        "1114111, U+10FFFF"
    })
    void a_character_that_some_transport_cannot_carry_is_named(int codePoint, String name) {
        String text = "\u00e9" + Character.toString(codePoint) + "b";

        assertThat(Texts.unportable(text)).hasValue(name);
        assertThat(Texts.isStorable(text, 10)).isFalse();
        assertThat(Texts.portable(text)).isEqualTo("\u00e9\ufffdb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Z\u00fcrich \u20ac", "\ud83d\ude00", "\ufffd", "\u2028", "\u202e", "\u00a0"})
    void every_other_text_is_carried_as_it_is(String text) {
        assertThat(Texts.isPortable(text)).isTrue();
        assertThat(Texts.portable(text)).isSameAs(text);
    }

    @Test
    void lengths_count_code_points() {
        assertThat(Texts.isStorable("\ud83d\ude00".repeat(140), 140)).isTrue();
        assertThat(Texts.isStorable("\ud83d\ude00".repeat(141), 140)).isFalse();
    }

    @Test
    void lines_may_have_tabs_and_ends() {
        assertThat(Texts.unportableInLines("a\tb\r\nc")).isEmpty();
        assertThat(Texts.unportableInLines("a\u000bb")).hasValue("U+000B");
    }
}
