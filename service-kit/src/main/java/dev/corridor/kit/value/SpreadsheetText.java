package dev.corridor.kit.value;

/** Texts of callers, as a spreadsheet may be given them. */
public final class SpreadsheetText {
    private static final String FORMULA_BEGINS = "=+-@";

    private SpreadsheetText() {}

    /** Behind an apostrophe a text is a text: without it "=HYPERLINK(...)" would be a formula (OWASP, CSV injection). */
    public static String escaped(String text) {
        return !text.isEmpty() && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
