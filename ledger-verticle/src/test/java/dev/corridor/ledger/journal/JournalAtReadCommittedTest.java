package dev.corridor.ledger.journal;

class JournalAtReadCommittedTest extends JournalContract {
    JournalAtReadCommittedTest() {
        super("read committed");
    }
}
