package dev.corridor.forex.reference.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The rule for days without a publication, such as weekends, holidays and the hours before a publication: the newest publication
 * at or before the day applies, together with the reason why it is not from that day. The rule is the same for today, for any date
 * and for each day of a range.
 */
public final class CarryForward {
    private final PublicationCalendar calendar;

    public CarryForward(PublicationCalendar calendar) {
        this.calendar = calendar;
    }

    public LocalDate today(Instant now) {
        return calendar.today(now);
    }

    /** Returns until when today's provenance stays the same if nothing is published. */
    public Instant appliesUntil(Instant now) {
        var midnight = calendar.startOf(calendar.today(now).plusDays(1));
        var nextDue = calendar.nextDue(now);
        return midnight.isBefore(nextDue) ? midnight : nextDue;
    }

    /**
     * Returns the provenance of rates on {@code day}.
     *
     * @param asOf day of the newest publication at or before {@code day}
     * @param newest day of the provider's newest publication
     */
    public RateProvenance provenance(LocalDate day, LocalDate asOf, LocalDate newest, String provider, Instant now) {
        if (asOf.isAfter(day)) {
            throw new IllegalArgumentException("a publication of " + asOf + " does not apply on " + day + " before it");
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
