package dev.corridor.ledger.wire;

import static dev.corridor.ledger.wire.LedgerIds.inPosting;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.posting.BalanceAfter;
import dev.corridor.ledger.domain.posting.Balancing;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.Leg;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.StoredPosting;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.v1.RefusedTransfer;
import dev.corridor.ledger.v1.TransferType;
import dev.corridor.ledger.v1.Undecided;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Maps postings and their outcomes to and from messages of ledger.v1. */
public final class PostingMessages {
    private PostingMessages() {}

    /** @throws Problem posting_invalid, metadata_invalid, amount_invalid, unknown_currency */
    public static Posting posting(dev.corridor.ledger.v1.Posting message) {
        var transfers = new ArrayList<Transfer>(message.getTransfersCount());
        for (var transfer : message.getTransfersList()) {
            transfers.add(transfer(transfer));
        }
        return new Posting(
                inPosting("posting_id", message.getPostingId()),
                message.getReference(),
                message.getMetadataCount() == 0 ? Metadata.NONE : new Metadata(message.getMetadataMap()),
                LedgerMessages.time("effective_at", message.hasEffectiveAt(), message.getEffectiveAt()),
                transfers);
    }

    private static Transfer transfer(dev.corridor.ledger.v1.Transfer message) {
        var id = inPosting("transfer_id", message.getTransferId());
        boolean isWhole = message.getType() == TransferType.TRANSFER_TYPE_VOID
                || message.getType() == TransferType.TRANSFER_TYPE_REVERSAL;
        if (isWhole && message.hasAmount()) {
            throw Problem.of(
                    LedgerError.POSTING_INVALID, "A transfer that voids or reverses another one takes no amount.");
        }
        return switch (message.getType()) {
            case TRANSFER_TYPE_UNSPECIFIED, TRANSFER_TYPE_DIRECT -> new Transfer.Direct(id, leg(message));
            case TRANSFER_TYPE_PENDING -> new Transfer.Pending(id, leg(message), timeout(message));
            case TRANSFER_TYPE_POST ->
                new Transfer.Post(
                        id,
                        inPosting("pending_id", message.getPendingId()),
                        message.hasAmount()
                                ? Optional.of(ProtoMoney.fromProto(message.getAmount()))
                                : Optional.empty());
            case TRANSFER_TYPE_VOID -> new Transfer.Release(id, inPosting("pending_id", message.getPendingId()), false);
            case TRANSFER_TYPE_REVERSAL -> new Transfer.Reversal(id, inPosting("reverses_id", message.getReversesId()));
            case TRANSFER_TYPE_EXPIRE, UNRECOGNIZED ->
                throw Problem.of(LedgerError.POSTING_INVALID, "A transfer of this type cannot be requested.");
        };
    }

    private static Leg leg(dev.corridor.ledger.v1.Transfer message) {
        return new Leg(
                inPosting("debit_account_id", message.getDebitAccountId()),
                inPosting("credit_account_id", message.getCreditAccountId()),
                ProtoMoney.fromProto(message.getAmount()),
                message.getCode(),
                balancing(message.getBalancing()));
    }

    private static Optional<Duration> timeout(dev.corridor.ledger.v1.Transfer message) {
        if (!message.hasTimeout()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.ofSeconds(
                    message.getTimeout().getSeconds(), message.getTimeout().getNanos()));
        } catch (ArithmeticException outOfRange) {
            throw Problem.of(LedgerError.POSTING_INVALID, "The timeout is out of range.");
        }
    }

    private static Balancing balancing(dev.corridor.ledger.v1.Balancing balancing) {
        return switch (balancing) {
            case BALANCING_UNSPECIFIED -> Balancing.NONE;
            case BALANCING_DEBIT -> Balancing.DEBIT;
            case BALANCING_CREDIT -> Balancing.CREDIT;
            case UNRECOGNIZED -> throw Problem.of(LedgerError.POSTING_INVALID, "The balancing is not known.");
        };
    }

    /** Returns what the sender of a posting does not know yet. */
    public static PostingResult result(Outcome outcome, Posting requested) {
        var result = PostingResult.newBuilder().setPostingId(outcome.postingId().toString());
        if (outcome instanceof Posted posted) {
            result.setPosted(posted(posted));
        }
        if (outcome instanceof Refused refused) {
            var message = refused(refused);
            for (int i = 0; i < requested.transfers().size(); i++) {
                message.addTransfers(RefusedTransfer.newBuilder()
                        .setTransferId(requested.transfers().get(i).id().toString())
                        .setCode(refused.refusal().reasonOf(i).code()));
            }
            result.setRefused(message);
        }
        return result.build();
    }

    /** Returns all that is stored. */
    public static PostingResult stored(StoredPosting stored) {
        var result = PostingResult.newBuilder()
                .setPostingId(stored.outcome().postingId().toString());
        if (stored.outcome() instanceof Posted posted) {
            result.setPosted(stored(posted, stored.reversedBy()));
        }
        if (stored.outcome() instanceof Refused refused) {
            result.setRefused(refused(refused));
        }
        return result.build();
    }

    /** Returns the result of one of many postings that failed, where the failure must not be that of the call. */
    public static PostingResult failed(String postingId, Problem problem) {
        var result = PostingResult.newBuilder().setPostingId(postingId);
        if (problem.code().fault().isServerFault()) {
            return result.setUndecided(Undecided.newBuilder()
                            .setCode(problem.code().code())
                            .setDetail(problem.detail()))
                    .build();
        }
        return result.setRefused(dev.corridor.ledger.v1.Refused.newBuilder()
                        .setCode(problem.code().code())
                        .setDetail(problem.detail()))
                .build();
    }

    private static dev.corridor.ledger.v1.Posted.Builder posted(Posted posted) {
        var message = dev.corridor.ledger.v1.Posted.newBuilder()
                .setBookedAt(ProtoTime.toProto(posted.posting().bookedAt()))
                .setReplayed(posted.replayed());
        posted.posting().balances().forEach(balance -> message.addBalances(balance(balance)));
        return message;
    }

    private static dev.corridor.ledger.v1.Posted.Builder stored(Posted posted, Map<UUID, UUID> reversedBy) {
        BookedPosting posting = posted.posting();
        var message = posted(posted)
                .setReference(posting.reference())
                .putAllMetadata(posting.metadata().values())
                .setEffectiveAt(ProtoTime.toProto(posting.effectiveAt().orElse(posting.bookedAt())));
        posting.transfers().forEach(transfer -> message.addTransfers(transfer(transfer, reversedBy)));
        return message;
    }

    private static dev.corridor.ledger.v1.Transfer transfer(BookedTransfer transfer, Map<UUID, UUID> reversedBy) {
        var message = dev.corridor.ledger.v1.Transfer.newBuilder()
                .setTransferId(transfer.id().toString())
                .setType(type(transfer.type()))
                .setDebitAccountId(transfer.debitAccountId().toString())
                .setCreditAccountId(transfer.creditAccountId().toString())
                .setAmount(ProtoMoney.toProto(transfer.amount()))
                .setCode(transfer.code());
        if (reversedBy.containsKey(transfer.id())) {
            message.setReversedById(reversedBy.get(transfer.id()).toString());
        }
        transfer.expiresAt().ifPresent(expiry -> message.setExpiresAt(ProtoTime.toProto(expiry)));
        String refersTo = transfer.refersTo().map(UUID::toString).orElse("");
        return transfer.type().resolves()
                ? message.setPendingId(refersTo).build()
                : message.setReversesId(refersTo).build();
    }

    private static dev.corridor.ledger.v1.BalanceAfter balance(BalanceAfter after) {
        return dev.corridor.ledger.v1.BalanceAfter.newBuilder()
                .setAccountId(after.accountId().toString())
                .setBalance(ProtoMoney.toProto(after.balance()))
                .setVersion(after.version())
                .build();
    }

    private static dev.corridor.ledger.v1.Refused.Builder refused(Refused refused) {
        var refusal = refused.refusal();
        return dev.corridor.ledger.v1.Refused.newBuilder()
                .setCode(refusal.reason().code())
                .setDetail(refusal.detail())
                .setTransferIndex(refusal.transferIndex())
                .setReplayed(refused.replayed());
    }

    public static TransferType type(dev.corridor.ledger.domain.posting.TransferType type) {
        return switch (type) {
            case DIRECT -> TransferType.TRANSFER_TYPE_DIRECT;
            case PENDING -> TransferType.TRANSFER_TYPE_PENDING;
            case POST -> TransferType.TRANSFER_TYPE_POST;
            case VOID -> TransferType.TRANSFER_TYPE_VOID;
            case EXPIRE -> TransferType.TRANSFER_TYPE_EXPIRE;
            case REVERSAL -> TransferType.TRANSFER_TYPE_REVERSAL;
        };
    }
}
