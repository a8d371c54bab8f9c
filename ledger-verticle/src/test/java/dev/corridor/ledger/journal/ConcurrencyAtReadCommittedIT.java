package dev.corridor.ledger.journal;

class ConcurrencyAtReadCommittedIT extends ConcurrencyContract {
    ConcurrencyAtReadCommittedIT() {
        super("read committed");
    }
}
