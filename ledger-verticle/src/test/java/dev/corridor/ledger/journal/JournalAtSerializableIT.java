package dev.corridor.ledger.journal;

class JournalAtSerializableIT extends JournalContract {
    JournalAtSerializableIT() {
        super("serializable");
    }
}
