package dev.corridor.forex.reference.domain;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The days on which a provider has published; 28 KB for the whole history. Immutable. */
public final class PublishedDays {
    private final int[] epochDays;

    public PublishedDays(Collection<LocalDate> days) {
        epochDays = days.stream()
                .mapToInt(day -> Math.toIntExact(day.toEpochDay()))
                .distinct()
                .sorted()
                .toArray();
    }

    public Optional<LocalDate> first() {
        return at(0);
    }

    /** Returns the day of the newest publication at or before {@code day}. */
    public Optional<LocalDate> onOrBefore(LocalDate day) {
        return at(firstIndexAfter(day) - 1);
    }

    /**
     * Returns the points of a series by date: at most {@code limit} at or after {@code from}.
     *
     * <p>The point of a week or month is the last publication of that period within the range.
     */
    public List<Point> points(Period period, LocalDate from, LocalDate to, int limit) {
        return period == Period.CALENDAR_DAY ? everyDay(from, to, limit) : publications(period, from, to, limit);
    }

    private List<Point> everyDay(LocalDate from, LocalDate to, int limit) {
        var points = new ArrayList<Point>();
        var start = first().filter(from::isBefore).orElse(from);
        for (var day = start; !day.isAfter(to) && points.size() < limit; day = day.plusDays(1)) {
            var date = day;
            onOrBefore(day).ifPresent(asOf -> points.add(new Point(date, asOf)));
        }
        return points;
    }

    private List<Point> publications(Period period, LocalDate from, LocalDate to, int limit) {
        var points = new ArrayList<Point>();
        int end = firstIndexAfter(to);
        for (int i = firstIndexAfter(from.minusDays(1)); i < end && points.size() < limit; i++) {
            var day = LocalDate.ofEpochDay(epochDays[i]);
            boolean last = i + 1 == end || !period.holdsBoth(day, LocalDate.ofEpochDay(epochDays[i + 1]));
            if (last) {
                points.add(new Point(day, day));
            }
        }
        return points;
    }

    private int firstIndexAfter(LocalDate day) {
        int found = Arrays.binarySearch(epochDays, Math.toIntExact(day.toEpochDay()));
        return found >= 0 ? found + 1 : -found - 1;
    }

    private Optional<LocalDate> at(int index) {
        return index >= 0 && index < epochDays.length
                ? Optional.of(LocalDate.ofEpochDay(epochDays[index]))
                : Optional.empty();
    }

    /**
     * A date of a series.
     *
     * @param asOf day of the publication that applies on {@code date}
     */
    public record Point(LocalDate date, LocalDate asOf) {}

    /** The period for which a series has one point. */
    public enum Period {
        /** Each day with a publication. */
        DAY,
        /** Each week, starting on Monday. */
        WEEK,
        MONTH,
        /** Each day of the calendar; those without a publication are carried forward. */
        CALENDAR_DAY;

        private boolean holdsBoth(LocalDate one, LocalDate other) {
            return switch (this) {
                case WEEK ->
                    one.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) == other.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
                            && one.get(IsoFields.WEEK_BASED_YEAR) == other.get(IsoFields.WEEK_BASED_YEAR);
                case MONTH -> one.getMonth() == other.getMonth() && one.getYear() == other.getYear();
                case DAY, CALENDAR_DAY -> one.equals(other);
            };
        }
    }
}
