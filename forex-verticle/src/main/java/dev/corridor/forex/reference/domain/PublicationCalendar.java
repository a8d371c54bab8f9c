package dev.corridor.forex.reference.domain;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Calendar of the European Central Bank's reference rates. They are published on each day on which its payment system TARGET is
 * open, at about 16:00 in Frankfurt. {@code PublicationCalendarTest} checks it against every publication since 1999.
 */
public final class PublicationCalendar {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final LocalTime TIME = LocalTime.of(16, 0);

    private static final Set<MonthDay> FIXED_HOLIDAYS =
            Set.of(MonthDay.of(1, 1), MonthDay.of(5, 1), MonthDay.of(12, 25), MonthDay.of(12, 26));
    /** TARGET was closed before the change of the millennium and before the introduction of euro notes and coins. */
    private static final Set<LocalDate> SINGLE_HOLIDAYS =
            Set.of(LocalDate.of(1999, 12, 31), LocalDate.of(2001, 12, 31));

    /** Returns the date in Frankfurt. */
    public LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ZONE);
    }

    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }

    public boolean publishesOn(LocalDate day) {
        return !isWeekend(day) && !isHoliday(day);
    }

    public boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    /** Returns the last day of publication up to and including {@code day}. */
    public LocalDate lastOnOrBefore(LocalDate day) {
        var candidate = day;
        while (!publishesOn(candidate)) {
            candidate = candidate.minusDays(1);
        }
        return candidate;
    }

    /** Returns the first day of publication after {@code day}. */
    public LocalDate firstAfter(LocalDate day) {
        var candidate = day.plusDays(1);
        while (!publishesOn(candidate)) {
            candidate = candidate.plusDays(1);
        }
        return candidate;
    }

    /** Returns when the publication of a day is due. */
    public Instant dueAt(LocalDate day) {
        return day.atTime(TIME).atZone(ZONE).toInstant();
    }

    /** Returns the day of the newest publication that is due. */
    public LocalDate lastDueBy(Instant now) {
        var last = lastOnOrBefore(today(now));
        return dueAt(last).isAfter(now) ? lastOnOrBefore(last.minusDays(1)) : last;
    }

    /** Returns when the next publication after {@code now} is due. */
    public Instant nextDue(Instant now) {
        return dueAt(firstAfter(lastDueBy(now)));
    }

    /** Returns the days of publication, of a sorted list, after which the next one is missing. */
    public List<LocalDate> gaps(List<LocalDate> days) {
        var gaps = new ArrayList<LocalDate>();
        for (int i = 1; i < days.size(); i++) {
            if (firstAfter(days.get(i - 1)).isBefore(days.get(i))) {
                gaps.add(days.get(i - 1));
            }
        }
        return List.copyOf(gaps);
    }

    private static boolean isHoliday(LocalDate day) {
        return FIXED_HOLIDAYS.contains(MonthDay.from(day)) || SINGLE_HOLIDAYS.contains(day) || isEaster(day);
    }

    /** Returns whether TARGET is closed for Easter: on Good Friday and Easter Monday, but not in 1999. */
    private static boolean isEaster(LocalDate day) {
        var sunday = easterSunday(day.getYear());
        return day.getYear() > 1999 && (day.equals(sunday.minusDays(2)) || day.equals(sunday.plusDays(1)));
    }

    /** The Gregorian computus of Meeus, Jones and Butcher, with their letters. */
    private static LocalDate easterSunday(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int g = (8 * b + 13) / 25;
        int h = (19 * a + b - b / 4 - g + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int march = h + l - 7 * m + 114;
        return LocalDate.of(year, march / 31, march % 31 + 1);
    }
}
