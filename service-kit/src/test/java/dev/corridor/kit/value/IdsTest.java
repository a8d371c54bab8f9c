package dev.corridor.kit.value;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.RequestId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void ids_sort_in_the_order_they_were_made_even_within_a_millisecond() {
        var ids = Stream.generate(Ids.timeOrdered(NOON, new Random(1)))
                .limit(10_000)
                .map(UUID::toString)
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_id_says_its_version_and_when_it_was_made() {
        var id = Ids.timeOrdered(NOON, new Random(1)).get();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.millis());
    }

    @Test
    void a_derived_id_follows_from_its_parent_and_role() {
        var parent = UUID.fromString("01941f29-7c00-7000-8000-000000000001");

        assertThat(Ids.derived(parent, "posting"))
                .isEqualTo(Ids.derived(parent, "posting"))
                .isNotEqualTo(Ids.derived(parent, "transfer"));
    }

    @Test
    void a_following_id_is_derived_and_sorts_by_the_time_of_its_parent() {
        var earlier = UUID.fromString("01941f29-7c00-7fff-bfff-ffffffffffff");
        var later = UUID.fromString("01941f29-7c01-7000-8000-000000000000");
        var roles = Stream.iterate(1, role -> role + 1)
                .limit(100)
                .map(role -> "role " + role)
                .toList();

        assertThat(Ids.following(earlier, "posting")).isEqualTo(Ids.following(earlier, "posting"));
        assertThat(roles.stream().map(role -> Ids.following(earlier, role)))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.version() == 8 && id.variant() == 2)
                .allMatch(id ->
                        id.toString().compareTo(Ids.following(later, "posting").toString()) < 0);
        assertThat(Ids.following(earlier, "posting")).isNotEqualTo(Ids.following(later, "posting"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "me",
                "01941f297c0070008000000000000001",
                "{01941f29-7c00-7000-8000-000000000001}",
                "01941f29-7c00-7000-8000-00000000000g",
                "01941f29-7c00-7000-8000-0000000000\u00001"
            })
    void a_text_that_is_no_canonical_uuid_is_not_found(String id) {
        assertProblem(StandardError.NOT_FOUND, () -> RequestId.parse(id, StandardError.NOT_FOUND));
    }
}
