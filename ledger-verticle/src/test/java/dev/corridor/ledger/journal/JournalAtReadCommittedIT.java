package dev.corridor.ledger.journal;

class JournalAtReadCommittedIT extends JournalContract {
    JournalAtReadCommittedIT() {
        super("read committed");
    }
}
