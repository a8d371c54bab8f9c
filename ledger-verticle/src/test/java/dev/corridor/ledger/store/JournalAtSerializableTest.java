package dev.corridor.ledger.store;

class JournalAtSerializableTest extends JournalContract {
    JournalAtSerializableTest() {
        super("serializable");
    }
}
