package dev.corridor.ledger.events;

import com.google.protobuf.Timestamp;
import dev.corridor.kit.money.ProtoMoney;
import dev.corridor.kit.store.OutboxEvent;
import dev.corridor.ledger.domain.BookedPosting;
import dev.corridor.ledger.domain.BookedTransfer;
import dev.corridor.ledger.v1.TransferEvent;
import java.util.List;

/** What the ledger tells on corridor.ledger.v1: one event a transfer, in order per debited account. */
public final class TransferEvents {
    private static final String TYPE = "dev.corridor.ledger.transfer_posted";

    private TransferEvents() {}

    public static List<OutboxEvent> of(BookedPosting posting) {
        return posting.transfers().stream()
                .map(booked -> event(posting, booked))
                .toList();
    }

    private static OutboxEvent event(BookedPosting posting, BookedTransfer booked) {
        var transfer = booked.transfer();
        var event = TransferEvent.newBuilder()
                .setTransferId(transfer.id().toString())
                .setPostingId(posting.id().toString())
                .setDebitAccountId(transfer.debitAccountId().toString())
                .setCreditAccountId(transfer.creditAccountId().toString())
                .setAmount(ProtoMoney.toProto(transfer.amount()))
                .setCode(transfer.code())
                .setReference(posting.reference())
                .setBookedAt(Timestamp.newBuilder()
                        .setSeconds(posting.bookedAt().getEpochSecond())
                        .setNanos(posting.bookedAt().getNano()))
                .setDebitVersion(booked.debit().version())
                .setCreditVersion(booked.credit().version())
                .build();
        return new OutboxEvent(event.getDebitAccountId(), TYPE, event);
    }
}
