package dev.corridor.kit.value;

/** Which words of callers can be kept, in a database and on a printed line. */
public final class Texts {
    private Texts() {}

    public static boolean isStorable(String text, int charactersMax) {
        return text.codePointCount(0, text.length()) <= charactersMax
                && text.codePoints().allMatch(Texts::isStorable);
    }

    /** Half of a surrogate pair has no UTF-8 form, so no database takes it. */
    private static boolean isStorable(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
