package dev.corridor.ledger.store;

class JournalAtReadCommittedTest extends JournalContract {
    JournalAtReadCommittedTest() {
        super("read committed");
    }
}
