package dev.corridor.forex.reference.domain;

import java.util.Locale;

/** The reason why rates are from before the requested day. */
public enum Staleness {
    /** There are no publications on Saturdays and Sundays. */
    WEEKEND,
    /** There is no publication on that weekday, because TARGET is closed. */
    HOLIDAY,
    /** The publication of the day is not due yet. */
    NOT_YET_PUBLISHED,
    /** A publication is due, but has not been received. */
    SOURCE_BEHIND,
    /** The publication of the day is missing, although later ones are stored. */
    MISSING;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
