package dev.corridor.forex.reference.domain;

import java.util.Locale;

/** Why figures are from before the day that was asked for. */
public enum Staleness {
    /** Nothing is published on Saturdays and Sundays. */
    WEEKEND,
    /** Nothing is published on that day of the week either, because TARGET is closed. */
    HOLIDAY,
    /** The day's publication is not due yet. */
    NOT_YET_PUBLISHED,
    /** A publication is due that has not come in. */
    SOURCE_BEHIND,
    /** The day's publication is not here, though later ones are. */
    MISSING;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
