package dev.corridor.ledger.domain.audit;

/**
 * Error that an audit found.
 *
 * @param row the row in error, such as "transfer 0190..."
 * @param reason one sentence
 */
public record Finding(String row, String reason) {
    @Override
    public String toString() {
        return row + ": " + reason;
    }
}
