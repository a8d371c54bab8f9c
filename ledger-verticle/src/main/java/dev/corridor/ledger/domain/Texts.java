package dev.corridor.ledger.domain;

/** Which words of callers the books take. */
final class Texts {
    private Texts() {}

    static boolean canBeKept(String text, int charactersMax) {
        return text.codePointCount(0, text.length()) <= charactersMax
                && text.codePoints().allMatch(Texts::canBeKept);
    }

    /** Half of a surrogate pair has no UTF-8 form, so no database takes it. */
    private static boolean canBeKept(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
