package dev.corridor.forex.reference.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarryForwardTest {
    private static final LocalDate START = LocalDate.of(2023, 1, 2);

    private final PublicationCalendar calendar = new PublicationCalendar();
    private final CarryForward rule = new CarryForward(calendar);

    /** The newest publication is of Tuesday 2023-02-21; the time is the evening of that day by default. */
    @ParameterizedTest
    @CsvSource({
        "2023-02-21, 2023-02-21, 2023-02-21, 2023-02-21T18:00:00Z, ",
        "2023-02-18, 2023-02-17, 2023-02-21, 2023-02-21T18:00:00Z, WEEKEND",
        "2023-02-19, 2023-02-17, 2023-02-17, 2023-02-19T12:00:00Z, WEEKEND",
        "2022-12-26, 2022-12-23, 2023-02-21, 2023-02-21T18:00:00Z, HOLIDAY",
        "2022-04-18, 2022-04-14, 2023-02-21, 2023-02-21T18:00:00Z, HOLIDAY",
        "2023-02-22, 2023-02-21, 2023-02-21, 2023-02-22T08:00:00Z, NOT_YET_PUBLISHED",
        "2023-02-25, 2023-02-21, 2023-02-21, 2023-02-22T08:00:00Z, NOT_YET_PUBLISHED",
        "9999-12-31, 2023-02-21, 2023-02-21, 2023-02-22T08:00:00Z, NOT_YET_PUBLISHED",
        "2023-02-22, 2023-02-21, 2023-02-21, 2023-02-22T15:00:00Z, SOURCE_BEHIND",
        "2023-02-25, 2023-02-21, 2023-02-21, 2023-02-25T08:00:00Z, SOURCE_BEHIND",
        "2023-02-23, 2023-02-21, 2023-02-21, 2023-02-23T08:00:00Z, SOURCE_BEHIND",
        "2023-02-16, 2023-02-15, 2023-02-21, 2023-02-21T18:00:00Z, MISSING",
    })
    void a_day_without_a_publication_has_a_stale_reason(
            LocalDate day, LocalDate asOf, LocalDate newest, Instant now, Staleness why) {
        var provenance = rule.provenance(day, asOf, newest, "ECB", now);

        assertThat(provenance.asOf()).isEqualTo(asOf);
        assertThat(provenance.staleness().orElse(null)).isEqualTo(why);
        assertThat(provenance.stale()).isEqualTo(why != null);
        assertThat(provenance.nextDue()).isAfter(now);
    }

    @Property
    void the_provenance_of_today_is_constant_until_it_is_said_to_change(@ForAll @IntRange(max = 4_000 * 24) int hour) {
        var now = START.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(hour * 3_600L);
        var newest = calendar.lastDueBy(now);
        var last = rule.appliesUntil(now).minusSeconds(1);

        assertThat(last).isAfterOrEqualTo(now);
        assertThat(rule.today(last)).isEqualTo(rule.today(now));
        assertThat(rule.provenance(rule.today(last), newest, newest, "ECB", last))
                .isEqualTo(rule.provenance(rule.today(now), newest, newest, "ECB", now));
    }

    @Test
    void a_publication_does_not_apply_before_its_day() {
        assertThatThrownBy(() -> rule.provenance(START, START.plusDays(1), START.plusDays(1), "ECB", Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A source that follows its calendar is stale for the calendar's reasons only. */
    @Property
    void a_source_in_time_is_never_behind(
            @ForAll @IntRange(max = 4_000) int day, @ForAll @IntRange(max = 4_000 * 24) int hour) {
        var asked = START.plusDays(day);
        var now = START.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(hour * 3_600L);
        var newest = calendar.lastDueBy(now);
        var asOf = asked.isBefore(newest) ? calendar.lastOnOrBefore(asked) : newest;

        if (!asOf.isAfter(asked)) {
            var provenance = rule.provenance(asked, asOf, newest, "ECB", now);

            assertThat(provenance.staleness()).isNotEqualTo(Optional.of(Staleness.SOURCE_BEHIND));
            assertThat(provenance.staleness()).isNotEqualTo(Optional.of(Staleness.MISSING));
            assertThat(provenance.stale()).isEqualTo(!asOf.equals(asked));
        }
    }
}
