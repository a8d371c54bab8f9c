package dev.corridor.forex.reference.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The one rule for days without figures of their own, weekends, holidays and the hours before publication among them: the
 * newest publication at or before the day holds, and says why it is not from that day. The same for today, for any date and
 * for each day of a range.
 */
public final class CarryForward {
    private final PublicationCalendar calendar;

    public CarryForward(PublicationCalendar calendar) {
        this.calendar = calendar;
    }

    public LocalDate today(Instant now) {
        return calendar.today(now);
    }

    /** Until when today's standing stays what it is, as long as nothing is published. */
    public Instant holdsUntil(Instant now) {
        var midnight = calendar.startOf(calendar.today(now).plusDays(1));
        var nextDue = calendar.nextDue(now);
        return midnight.isBefore(nextDue) ? midnight : nextDue;
    }

    /**
     * How the publication of {@code asOf} stands for {@code day}.
     *
     * @param asOf of the newest publication at or before {@code day}
     * @param newest the day of the provider's newest publication of all
     */
    public RateProvenance standing(LocalDate day, LocalDate asOf, LocalDate newest, String provider, Instant now) {
        if (asOf.isAfter(day)) {
            throw new IllegalArgumentException("a publication of " + asOf + " can't hold on " + day + " before it");
        }
        var staleness = asOf.equals(day) ? Optional.<Staleness>empty() : Optional.of(staleness(day, asOf, newest, now));
        return new RateProvenance(asOf, provider, staleness, calendar.nextDue(now));
    }

    private Staleness staleness(LocalDate day, LocalDate asOf, LocalDate newest, Instant now) {
        var expected = calendar.lastOnOrBefore(day);
        if (!asOf.isBefore(expected)) {
            return calendar.isWeekend(day) ? Staleness.WEEKEND : Staleness.HOLIDAY;
        }
        if (!newest.isBefore(expected)) {
            return Staleness.MISSING;
        }
        return newest.isBefore(earlier(expected, calendar.lastDueBy(now)))
                ? Staleness.SOURCE_BEHIND
                : Staleness.NOT_YET_PUBLISHED;
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }
}
