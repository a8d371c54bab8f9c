package dev.corridor.kit.value;

/** Escapes texts of callers for files that spreadsheets open. */
public final class SpreadsheetText {
    /** Spreadsheets read the full-width forms as they read the others. */
    private static final String FORMULA_STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

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
