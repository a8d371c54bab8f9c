package dev.corridor.kit.value;

import java.util.Optional;

/**
 * Rule for the texts that callers send, the same at every transport: a text holds only characters that JSON, XML, CSV, SQL and a
 * terminal can all carry. Control characters (C0, DEL, C1), halves of surrogate pairs and noncharacters (U+FFFE, U+FFFF and the
 * like) are refused. Lengths count code points.
 */
public final class Texts {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int NONCHARACTERS_FIRST = 0xFDD0;
    private static final int NONCHARACTERS_LAST = 0xFDEF;
    private static final int LAST_TWO_OF_PLANE = 0xFFFE;

    private Texts() {}

    /** Whether a text is short enough and every transport can carry it. */
    public static boolean isStorable(String text, int charactersMax) {
        return length(text) <= charactersMax && isPortable(text);
    }

    /** The number of code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Whether every transport can carry a text. */
    public static boolean isPortable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (at < ' ' || at > '~') {
                return unportable(text, i).isEmpty();
            }
        }
        return true;
    }

    /** Names the first character that not every transport can carry, such as "U+0000". */
    public static Optional<String> unportable(String text) {
        return isPortable(text) ? Optional.empty() : unportable(text, 0);
    }

    /** As {@link #unportable(String)}, for texts of several lines: tabs and line ends are no fault. */
    public static Optional<String> unportableInLines(String text) {
        return isPortable(text)
                ? Optional.empty()
                : text.codePoints()
                        .filter(codePoint -> !isLayout(codePoint) && !isPortable(codePoint))
                        .mapToObj(Texts::name)
                        .findFirst();
    }

    /** Returns the text with U+FFFD in place of each character that not every transport can carry. */
    public static String portable(String text) {
        return isPortable(text)
                ? text
                : text.codePoints()
                        .map(codePoint -> isPortable(codePoint) ? codePoint : REPLACEMENT)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** The sentence that refuses a text. @param subject such as "The field reference" @param character its name, "U+0000" */
    public static String refusal(String subject, String character) {
        return subject + " has the character " + character + ", which no text may have.";
    }

    private static Optional<String> unportable(String text, int from) {
        return text.substring(from)
                .codePoints()
                .filter(codePoint -> !isPortable(codePoint))
                .mapToObj(Texts::name)
                .findFirst();
    }

    private static boolean isPortable(int codePoint) {
        return !Character.isISOControl(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE
                && (codePoint & LAST_TWO_OF_PLANE) != LAST_TWO_OF_PLANE
                && (codePoint < NONCHARACTERS_FIRST || codePoint > NONCHARACTERS_LAST);
    }

    private static boolean isLayout(int codePoint) {
        return codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
    }

    private static String name(int codePoint) {
        return "U+%04X".formatted(codePoint);
    }
}
