package dev.corridor.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestServersIT {
    @Test
    void a_fresh_database_is_a_new_one_each_time_and_named_by_the_services_environment_keys() {
        var first = TestServers.shared().freshDatabase("sample");
        var second = TestServers.shared().freshDatabase("sample");
        assertThat(first)
                .containsOnlyKeys(
                        "DATABASE_HOST",
                        "DATABASE_PORT",
                        "DATABASE_NAME",
                        "DATABASE_USER",
                        "DATABASE_PASSWORD",
                        "DATABASE_OWNER_USER",
                        "DATABASE_OWNER_PASSWORD");
        assertThat(first.get("DATABASE_NAME")).isNotEqualTo(second.get("DATABASE_NAME"));
    }

    @Test
    void the_servers_are_the_same_for_everyone() {
        assertThat(TestServers.shared()).isSameAs(TestServers.shared());
        assertThat(TestServers.shared().redis()).isEqualTo(TestServers.shared().redis());
        assertThat(TestServers.shared().kafka()).isEqualTo(TestServers.shared().kafka());
    }
}
