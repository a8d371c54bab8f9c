package dev.corridor.ledger.domain.audit;

/**
 * What is wrong with the books.
 *
 * @param row the first row that is not what it must be, such as "transfer 0190..."
 * @param reason in a sentence
 */
public record Finding(String row, String reason) {
    @Override
    public String toString() {
        return row + ": " + reason;
    }
}
