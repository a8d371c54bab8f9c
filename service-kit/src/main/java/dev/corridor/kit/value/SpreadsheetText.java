package dev.corridor.kit.value;

/** Escapes texts of callers for files that spreadsheets open. */
public final class SpreadsheetText {
    private static final String FORMULA_STARTS = "=+-@";

    private SpreadsheetText() {}

    /**
     * Puts an apostrophe before a text that a spreadsheet would read as a formula, such as "=HYPERLINK(...)" (OWASP, CSV
     * injection).
     */
    public static String escaped(String text) {
        String portable = Texts.portable(text);
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + portable : portable;
    }
}
