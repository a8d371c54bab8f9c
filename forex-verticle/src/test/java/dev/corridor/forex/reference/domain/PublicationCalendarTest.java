package dev.corridor.forex.reference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.reference.client.EcbArchive;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.time.api.constraints.InstantRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationCalendarTest {
    private final PublicationCalendar calendar = new PublicationCalendar();

    @Test
    void the_calendar_agrees_with_every_publication_since_1999() {
        var published = new HashSet<LocalDate>();
        try (var publications = new EcbArchive().open()) {
            publications.forEachRemaining(publication -> published.add(publication.asOf()));
        }

        var end = published.stream().max(LocalDate::compareTo).orElseThrow().plusDays(1);
        assertThat(LocalDate.of(1999, 1, 4)
                        .datesUntil(end)
                        .filter(day -> calendar.publishesOn(day) != published.contains(day)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01, 2023-12-29, New Year after a weekend",
        "2024-04-01, 2024-03-28, Easter Monday after Good Friday",
        "2024-05-01, 2024-04-30, the first of May",
        "2024-12-26, 2024-12-24, both days of Christmas",
        "2024-06-16, 2024-06-14, a Sunday",
        "2024-10-03, 2024-10-03, a holiday in Germany alone",
    })
    void the_last_day_of_publication(LocalDate day, LocalDate last, String why) {
        assertThat(calendar.lastOnOrBefore(day)).as(why).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-07-01T13:59:59Z, 2024-06-28, 2024-07-01T14:00:00Z",
        "2024-07-01T14:00:00Z, 2024-07-01, 2024-07-02T14:00:00Z",
        "2024-01-08T14:59:59Z, 2024-01-05, 2024-01-08T15:00:00Z",
        "2024-03-28T15:00:00Z, 2024-03-28, 2024-04-02T14:00:00Z",
        "2024-01-08T23:30:00Z, 2024-01-08, 2024-01-09T15:00:00Z",
    })
    void a_publication_is_due_at_four_in_frankfurt(Instant now, LocalDate lastDue, Instant nextDue) {
        assertThat(calendar.lastDueBy(now)).isEqualTo(lastDue);
        assertThat(calendar.nextDue(now)).isEqualTo(nextDue);
    }

    @Test
    void a_missing_day_of_publication_is_a_gap() {
        var days = List.of(
                        "2024-03-27",
                        "2024-03-28",
                        "2024-04-02",
                        "2024-04-04",
                        "2024-04-05",
                        "2024-04-08",
                        "2024-04-10")
                .stream()
                .map(LocalDate::parse)
                .toList();

        assertThat(calendar.gaps(days)).containsExactly(LocalDate.parse("2024-04-02"), LocalDate.parse("2024-04-08"));
    }

    @Property
    void now_is_between_the_last_due_and_the_next(@ForAll @InstantRange(min = "1999-01-10T00:00:00Z") Instant now) {
        assertThat(calendar.dueAt(calendar.lastDueBy(now))).isBeforeOrEqualTo(now);
        assertThat(calendar.nextDue(now)).isAfter(now);
        assertThat(calendar.nextDue(now)).isEqualTo(calendar.dueAt(calendar.firstAfter(calendar.lastDueBy(now))));
    }
}
