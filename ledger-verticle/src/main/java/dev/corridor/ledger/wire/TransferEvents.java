package dev.corridor.ledger.wire;

import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.v1.TransferEvent;
import java.util.stream.Stream;

/** Messages about booked transfers, for Kafka and for streams of the journal. */
public final class TransferEvents {
    private TransferEvents() {}

    /** Returns one message for each transfer, in the order of booking. */
    public static Stream<TransferEvent> of(JournalBatch batch) {
        return batch.postings().stream()
                .flatMap(posting -> posting.transfers().stream().map(transfer -> of(posting, transfer)));
    }

    private static TransferEvent of(BookedPosting posting, BookedTransfer transfer) {
        var event = TransferEvent.newBuilder()
                .setTransferId(transfer.id().toString())
                .setPostingId(posting.id().toString())
                .setDebitAccountId(transfer.debitAccountId().toString())
                .setCreditAccountId(transfer.creditAccountId().toString())
                .setAmount(ProtoMoney.toProto(transfer.amount()))
                .setCode(transfer.code())
                .setReference(posting.reference())
                .setBookedAt(ProtoTime.toProto(posting.bookedAt()))
                .setEffectiveAt(ProtoTime.toProto(posting.effectiveAt().orElse(posting.bookedAt())))
                .setDebitVersion(transfer.debit().version())
                .setCreditVersion(transfer.credit().version())
                .setDebitBalance(ProtoMoney.toProto(transfer.debit().balance()))
                .setCreditBalance(ProtoMoney.toProto(transfer.credit().balance()))
                .setType(transfer.type().name())
                .setCorrelationId(posting.correlationId());
        transfer.refersTo().ifPresent(id -> event.setRefersTo(id.toString()));
        return event.build();
    }

    /** Returns the CloudEvents type. */
    public static String type(TransferEvent event) {
        return "dev.corridor.ledger.transfer_"
                + switch (event.getType()) {
                    case "PENDING" -> "pending";
                    case "VOID" -> "voided";
                    case "EXPIRE" -> "expired";
                    default -> "posted";
                };
    }
}
