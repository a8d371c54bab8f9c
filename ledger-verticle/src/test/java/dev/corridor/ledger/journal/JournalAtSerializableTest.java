package dev.corridor.ledger.journal;

class JournalAtSerializableTest extends JournalContract {
    JournalAtSerializableTest() {
        super("serializable");
    }
}
