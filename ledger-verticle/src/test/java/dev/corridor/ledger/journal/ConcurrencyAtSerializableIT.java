package dev.corridor.ledger.journal;

class ConcurrencyAtSerializableIT extends ConcurrencyContract {
    ConcurrencyAtSerializableIT() {
        super("serializable");
    }
}
