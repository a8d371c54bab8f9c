package dev.corridor.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestServersIT {
    @Test
    void a_fresh_database_is_new_each_time_and_described_by_environment_variables() {
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
    void all_tests_share_the_same_servers() {
        assertThat(TestServers.shared()).isSameAs(TestServers.shared());
        assertThat(TestServers.shared().redis()).isEqualTo(TestServers.shared().redis());
        assertThat(TestServers.shared().kafka()).isEqualTo(TestServers.shared().kafka());
    }
}
