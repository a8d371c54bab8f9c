package dev.corridor.ledger.domain.statement;

import java.util.Locale;

/** Format of a statement that is exported or reconciled. */
public enum StatementFormat {
    CSV,
    CAMT_053;

    /** @param name name in the REST contract: "csv" or "camt.053" */
    public static StatementFormat of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('.', '_'));
    }

    /** @param type "text/csv", or an XML media type */
    public static StatementFormat ofMediaType(String type) {
        return type.equals("text/csv") ? CSV : CAMT_053;
    }
}
