package dev.corridor.kit.value;

/** Rules for texts that callers send and that are stored and printed. */
public final class Texts {
    private Texts() {}

    /** Whether a text is short enough and has no control characters. */
    public static boolean isStorable(String text, int charactersMax) {
        return text.codePointCount(0, text.length()) <= charactersMax
                && text.codePoints().allMatch(Texts::isStorable);
    }

    /** Half of a surrogate pair has no UTF-8 form, so PostgreSQL refuses it. */
    private static boolean isStorable(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
