package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Ledger in memory: decides each batch on the state that it refers to, and stores the decision. */
public final class MemoryLedger {
    private final Map<UUID, Account> accounts = new HashMap<>();
    private final Map<UUID, BookedPosting> postings = new LinkedHashMap<>();
    private final Map<UUID, Outcome> decided = new HashMap<>();

    public MemoryLedger(Account... opened) {
        Arrays.stream(opened).forEach(account -> accounts.put(account.id(), account));
    }

    public Outcome post(Posting posting, Instant now) {
        return post(List.of(posting), now).get(0);
    }

    public List<Outcome> post(List<Posting> batch, Instant now) {
        return decide(
                batch.stream()
                        .map(posting -> PostingRequest.of(posting, "test", false))
                        .toList(),
                now);
    }

    Outcome dryRun(Posting posting, Instant now) {
        return decide(List.of(PostingRequest.of(posting, "test", true)), now).get(0);
    }

    private List<Outcome> decide(List<PostingRequest> batch, Instant now) {
        var decision = books().decide(batch, now);
        decision.changedAccounts().forEach(account -> accounts.put(account.id(), account));
        decision.booked().forEach(posting -> {
            postings.put(posting.id(), posting);
            decided.put(posting.id(), new Outcome.Posted(posting, false));
        });
        decision.refused().stream()
                .filter(Refusal::usesId)
                .forEach(refusal -> decided.put(refusal.postingId(), new Refused(refusal, false)));
        return decision.outcomes();
    }

    private Books books() {
        Set<UUID> transferIds = new HashSet<>();
        Map<UUID, TransferType> ends = new HashMap<>();
        Set<UUID> reversed = new HashSet<>();
        for (var transfer : transfers()) {
            transferIds.add(transfer.id());
            if (transfer.type().resolves()) {
                ends.put(transfer.refersTo().orElseThrow(), transfer.type());
            } else {
                transfer.refersTo().ifPresent(reversed::add);
            }
        }
        Map<UUID, Hold> holds = new HashMap<>();
        Map<UUID, Reversible> reversibles = new HashMap<>();
        for (var transfer : transfers()) {
            reversibles.put(transfer.id(), new Reversible(transfer, reversed.contains(transfer.id())));
            if (transfer.type() == TransferType.PENDING) {
                holds.put(transfer.id(), new Hold(transfer, Optional.ofNullable(ends.get(transfer.id()))));
            }
        }
        return new Books(Map.copyOf(accounts), Map.copyOf(decided), transferIds, holds, reversibles);
    }

    Account account(UUID id) {
        return accounts.get(id);
    }

    void put(Account account) {
        accounts.put(account.id(), account);
    }

    Collection<Account> accounts() {
        return accounts.values();
    }

    List<BookedTransfer> transfers() {
        return postings.values().stream()
                .flatMap(posting -> posting.transfers().stream())
                .toList();
    }
}
