package dev.corridor.ledger.api;

import com.google.protobuf.Timestamp;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.money.Money;
import dev.corridor.kit.money.ProtoMoney;
import dev.corridor.ledger.domain.Account;
import dev.corridor.ledger.domain.AccountKind;
import dev.corridor.ledger.domain.AccountSpec;
import dev.corridor.ledger.domain.BalanceAfter;
import dev.corridor.ledger.domain.Entry;
import dev.corridor.ledger.domain.EntryPage;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.LimitPolicy;
import dev.corridor.ledger.domain.Outcome;
import dev.corridor.ledger.domain.Outcome.Posted;
import dev.corridor.ledger.domain.Outcome.Refused;
import dev.corridor.ledger.domain.Posting;
import dev.corridor.ledger.domain.Transfer;
import dev.corridor.ledger.domain.TrialBalance;
import dev.corridor.ledger.v1.AccountList;
import dev.corridor.ledger.v1.CurrencyTotal;
import dev.corridor.ledger.v1.Direction;
import dev.corridor.ledger.v1.EntryList;
import dev.corridor.ledger.v1.PostingResult;
import java.time.Instant;
import java.util.List;

/** The ledger's domain to and from the messages of ledger.v1. */
final class LedgerMessages {
    private LedgerMessages() {}

    static AccountSpec spec(dev.corridor.ledger.v1.AccountSpec message) {
        return new AccountSpec(
                message.getOwner(),
                message.getCode(),
                Money.currency(message.getCurrency()),
                kind(message.getKind()),
                limit(message.getLimit()));
    }

    static Posting posting(dev.corridor.ledger.v1.Posting message) {
        return new Posting(
                GivenIds.ofPosting("posting_id", message.getPostingId()),
                message.getReference(),
                message.getTransfersList().stream()
                        .map(LedgerMessages::transfer)
                        .toList());
    }

    private static Transfer transfer(dev.corridor.ledger.v1.Transfer message) {
        return new Transfer(
                GivenIds.ofPosting("transfer_id", message.getTransferId()),
                GivenIds.ofPosting("debit_account_id", message.getDebitAccountId()),
                GivenIds.ofPosting("credit_account_id", message.getCreditAccountId()),
                ProtoMoney.fromProto(message.getAmount()),
                message.getCode());
    }

    static AccountList accounts(List<Account> accounts) {
        var list = AccountList.newBuilder();
        accounts.forEach(account -> list.addAccounts(account(account)));
        return list.build();
    }

    static dev.corridor.ledger.v1.Account account(Account account) {
        var spec = account.spec();
        return dev.corridor.ledger.v1.Account.newBuilder()
                .setAccountId(account.id().toString())
                .setOwner(spec.owner())
                .setCode(spec.code())
                .setCurrency(spec.currency().getCurrencyCode())
                .setKind(kind(spec.kind()))
                .setLimit(limit(spec.limit()))
                .setBalance(ProtoMoney.toProto(account.balance()))
                .setVersion(account.version())
                .setOpenedAt(timestamp(account.openedAt()))
                .build();
    }

    static PostingResult result(Outcome outcome) {
        var result = PostingResult.newBuilder().setPostingId(outcome.postingId().toString());
        if (outcome instanceof Posted posted) {
            result.setPosted(posted(posted));
        }
        if (outcome instanceof Refused refused) {
            result.setRefused(refused(refused));
        }
        return result.build();
    }

    private static dev.corridor.ledger.v1.Posted posted(Posted posted) {
        var message = dev.corridor.ledger.v1.Posted.newBuilder()
                .setBookedAt(timestamp(posted.posting().bookedAt()))
                .setReplayed(posted.replayed());
        posted.posting().balances().forEach(balance -> message.addBalances(balance(balance)));
        return message.build();
    }

    private static dev.corridor.ledger.v1.BalanceAfter balance(BalanceAfter after) {
        return dev.corridor.ledger.v1.BalanceAfter.newBuilder()
                .setAccountId(after.accountId().toString())
                .setBalance(ProtoMoney.toProto(after.balance()))
                .setVersion(after.version())
                .build();
    }

    private static dev.corridor.ledger.v1.Refused refused(Refused refused) {
        return dev.corridor.ledger.v1.Refused.newBuilder()
                .setCode(refused.reason().code())
                .setDetail(refused.detail())
                .setTransferIndex(refused.transferIndex())
                .build();
    }

    static EntryList entries(EntryPage page) {
        var list = EntryList.newBuilder().setNextCursor(page.nextCursor());
        page.entries().forEach(entry -> list.addEntries(entry(entry)));
        return list.build();
    }

    private static dev.corridor.ledger.v1.Entry entry(Entry entry) {
        return dev.corridor.ledger.v1.Entry.newBuilder()
                .setTransferId(entry.transferId().toString())
                .setPostingId(entry.postingId().toString())
                .setDirection(direction(entry.direction()))
                .setAmount(ProtoMoney.toProto(entry.amount()))
                .setBalanceAfter(ProtoMoney.toProto(entry.balanceAfter()))
                .setVersion(entry.version())
                .setCounterAccountId(entry.counterAccountId().toString())
                .setCode(entry.code())
                .setReference(entry.reference())
                .setBookedAt(timestamp(entry.bookedAt()))
                .setCorrelationId(entry.correlationId())
                .build();
    }

    static dev.corridor.ledger.v1.TrialBalance trialBalance(TrialBalance balance) {
        var message = dev.corridor.ledger.v1.TrialBalance.newBuilder().setAsOf(timestamp(balance.asOf()));
        balance.totals()
                .forEach(total -> message.addTotals(CurrencyTotal.newBuilder()
                        .setCurrency(total.currency().getCurrencyCode())
                        .setDebits(total.debits().toPlainString())
                        .setCredits(total.credits().toPlainString())
                        .setDifference(total.difference().toPlainString())));
        return message.build();
    }

    private static AccountKind kind(dev.corridor.ledger.v1.AccountKind kind) {
        return switch (kind) {
            case ACCOUNT_KIND_ASSET -> AccountKind.ASSET;
            case ACCOUNT_KIND_LIABILITY -> AccountKind.LIABILITY;
            case ACCOUNT_KIND_EQUITY -> AccountKind.EQUITY;
            case ACCOUNT_KIND_INCOME -> AccountKind.INCOME;
            case ACCOUNT_KIND_EXPENSE -> AccountKind.EXPENSE;
            case ACCOUNT_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.of(LedgerError.ACCOUNT_INVALID, "The kind is missing or not known.");
        };
    }

    private static dev.corridor.ledger.v1.AccountKind kind(AccountKind kind) {
        return switch (kind) {
            case ASSET -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_ASSET;
            case LIABILITY -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_LIABILITY;
            case EQUITY -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_EQUITY;
            case INCOME -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_INCOME;
            case EXPENSE -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_EXPENSE;
        };
    }

    private static LimitPolicy limit(dev.corridor.ledger.v1.LimitPolicy limit) {
        return switch (limit) {
            case LIMIT_POLICY_NONE -> LimitPolicy.NONE;
            case LIMIT_POLICY_NO_OVERDRAFT -> LimitPolicy.NO_OVERDRAFT;
            case LIMIT_POLICY_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.of(LedgerError.ACCOUNT_INVALID, "The limit is missing or not known.");
        };
    }

    private static dev.corridor.ledger.v1.LimitPolicy limit(LimitPolicy limit) {
        return switch (limit) {
            case NONE -> dev.corridor.ledger.v1.LimitPolicy.LIMIT_POLICY_NONE;
            case NO_OVERDRAFT -> dev.corridor.ledger.v1.LimitPolicy.LIMIT_POLICY_NO_OVERDRAFT;
        };
    }

    private static Direction direction(dev.corridor.ledger.domain.Direction direction) {
        return switch (direction) {
            case DEBIT -> Direction.DIRECTION_DEBIT;
            case CREDIT -> Direction.DIRECTION_CREDIT;
        };
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
