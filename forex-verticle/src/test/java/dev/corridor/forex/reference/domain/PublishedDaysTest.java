package dev.corridor.forex.reference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.reference.domain.PublishedDays.Period;
import dev.corridor.forex.reference.domain.PublishedDays.Point;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PublishedDaysTest {
    private static final LocalDate START = LocalDate.of(2022, 12, 1);
    private static final int SPAN = 120;

    @Test
    void a_week_or_month_has_its_last_publication() {
        var days = days("2022-12-29", "2022-12-30", "2023-01-02", "2023-01-31", "2023-02-01");

        assertThat(days.points(Period.WEEK, START, START.plusDays(SPAN), 10))
                .containsExactly(own("2022-12-30"), own("2023-01-02"), own("2023-02-01"));
        assertThat(days.points(Period.MONTH, START, START.plusDays(SPAN), 10))
                .containsExactly(own("2022-12-30"), own("2023-01-31"), own("2023-02-01"));
    }

    @Test
    void a_period_that_the_range_cuts_ends_with_the_range() {
        var days = days("2023-01-02", "2023-01-03", "2023-01-31");

        assertThat(days.points(Period.MONTH, START, LocalDate.parse("2023-01-15"), 10))
                .containsExactly(own("2023-01-03"));
    }

    @Test
    void a_day_of_the_calendar_before_the_first_publication_has_no_point() {
        var days = days("2023-01-02");

        assertThat(days.points(Period.CALENDAR_DAY, LocalDate.parse("2023-01-01"), LocalDate.parse("2023-01-03"), 10))
                .containsExactly(
                        own("2023-01-02"), new Point(LocalDate.parse("2023-01-03"), LocalDate.parse("2023-01-02")));
    }

    @Test
    void a_week_around_new_year_is_one_week() {
        assertThat(days("2024-12-30", "2024-12-31", "2025-01-02")
                        .points(Period.WEEK, LocalDate.parse("2024-12-01"), LocalDate.parse("2025-02-01"), 10))
                .containsExactly(own("2025-01-02"));
    }

    @Property
    void every_day_of_a_range_is_carried_forward_as_a_single_day(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = SPAN) Integer> published,
            @ForAll @IntRange(max = SPAN) int from,
            @ForAll @IntRange(max = SPAN) int length) {
        var days = of(published);
        var first = START.plusDays(from);

        for (var point : days.points(Period.CALENDAR_DAY, first, first.plusDays(length), 1_000)) {
            assertThat(days.onOrBefore(point.date())).contains(point.asOf());
        }
    }

    @Property
    void pages_make_up_the_whole(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = SPAN) Integer> published,
            @ForAll Period period,
            @ForAll @IntRange(min = 1, max = 9) int limit) {
        var days = of(published);
        var end = START.plusDays(SPAN);
        var whole = days.points(period, START, end, Integer.MAX_VALUE);

        var paged = new ArrayList<Point>();
        var start = START;
        while (start != null) {
            var page = days.points(period, start, end, limit + 1);
            paged.addAll(page.subList(0, Math.min(limit, page.size())));
            start = page.size() > limit ? page.get(limit).date() : null;
        }

        assertThat(paged).isEqualTo(whole);
    }

    private static PublishedDays of(List<Integer> offsets) {
        return new PublishedDays(
                new TreeSet<>(offsets).stream().map(START::plusDays).toList());
    }

    private static PublishedDays days(String... days) {
        return new PublishedDays(List.of(days).stream().map(LocalDate::parse).toList());
    }

    private static Point own(String day) {
        return new Point(LocalDate.parse(day), LocalDate.parse(day));
    }
}
