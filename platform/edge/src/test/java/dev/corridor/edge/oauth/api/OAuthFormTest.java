package dev.corridor.edge.oauth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.edge.oauth.domain.GrantType;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import io.vertx.core.MultiMap;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OAuthFormTest {

    @Test
    void a_client_in_the_header_is_form_decoded() {
        var request = read(basic("a%3Ab:s%20%26"), form("grant_type", "client_credentials"));

        assertThat(request.grantType()).isEqualTo(GrantType.CLIENT_CREDENTIALS);
        assertThat(request.client().id()).isEqualTo("a:b");
        assertThat(request.client().secret()).contains("s &");
    }

    @Test
    void scopes_are_read_once_each_in_their_order() {
        var request = read(
                basic("a:b"), form("grant_type", "client_credentials", "scope", " forex:read  ledger:read forex:read"));

        assertThat(request.scopes()).containsExactly("forex:read", "ledger:read");
    }

    @Test
    void an_empty_parameter_counts_as_none() {
        var request = read(basic("a:b"), form("grant_type", "client_credentials", "scope", ""));

        assertThat(request.scopes()).isEmpty();
        assertError(Code.INVALID_REQUEST, basic("a:b"), form("grant_type", ""));
    }

    @Test
    void a_repeated_parameter_is_refused() {
        assertError(
                Code.INVALID_REQUEST,
                basic("a:b"),
                form("grant_type", "client_credentials", "grant_type", "client_credentials"));
    }

    @Property(tries = 200)
    void any_header_is_read_or_refused(@ForAll String authorization) {
        try {
            read("Basic " + authorization, form("grant_type", "client_credentials"))
                    .client();
        } catch (OAuthError refused) {
            assertThat(refused.code()).isEqualTo(Code.INVALID_CLIENT);
        }
    }

    @Test
    void a_client_sends_its_credentials_once() {
        assertThatThrownBy(() -> read(basic("a:b"), form("client_id", "other")).client())
                .hasMessageContaining("once");
        assertThatThrownBy(() -> read(basic("a:b"), form("client_id", "a", "client_secret", "b"))
                        .client())
                .hasMessageContaining("once");
        assertThat(read(basic("a:b"), form("client_id", "a")).client().id()).isEqualTo("a");
    }

    private static OAuthForm read(String authorization, MultiMap form) {
        return new OAuthForm(Optional.of(authorization), form);
    }

    private static void assertError(Code code, String authorization, MultiMap form) {
        assertThatThrownBy(() -> read(authorization, form).grantType())
                .isInstanceOfSatisfying(
                        OAuthError.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes());
    }

    private static MultiMap form(String... namesAndValues) {
        var form = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return form;
    }
}
