package dev.corridor.kit.value;

/** Escapes texts of callers for files that spreadsheets open, and reads them back. */
public final class SpreadsheetText {
    /** Spreadsheets read the full-width forms as they read the others. */
    private static final String FORMULA_STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private static final String ESCAPE = "'";

    private SpreadsheetText() {}

    /**
     * Puts an apostrophe before a text that a spreadsheet would read as a formula, such as "=HYPERLINK(...)" (OWASP, CSV
     * injection), and before one that could be taken for such an escaped text.
     */
    public static String escaped(String text) {
        String portable = Texts.portable(text);
        return isFormula(text) || isEscaped(text) ? ESCAPE + portable : portable;
    }

    /** Takes the apostrophe away that {@link #escaped} has put before a text. */
    public static String unescaped(String text) {
        return isEscaped(text) ? text.substring(ESCAPE.length()) : text;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    }

    /** Whether a formula follows the apostrophe, or several of them. */
    private static boolean isEscaped(String text) {
        return text.startsWith(ESCAPE)
                && (isFormula(text.substring(ESCAPE.length())) || isEscaped(text.substring(ESCAPE.length())));
    }
}
