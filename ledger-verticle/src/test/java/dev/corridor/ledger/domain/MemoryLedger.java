package dev.corridor.ledger.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Books kept in memory: hands each batch what it names, and keeps what the decision says. */
final class MemoryLedger {
    private final Map<UUID, Account> accounts = new HashMap<>();
    private final Map<UUID, BookedPosting> postings = new LinkedHashMap<>();

    MemoryLedger(Account... opened) {
        Arrays.stream(opened).forEach(account -> accounts.put(account.id(), account));
    }

    Outcome post(Posting posting, Instant now) {
        return post(List.of(posting), now).get(0);
    }

    List<Outcome> post(List<Posting> batch, Instant now) {
        var decision = new Books(accounts, postings, transferIds()).decide(batch, now);
        decision.changedAccounts().forEach(account -> accounts.put(account.id(), account));
        decision.newPostings().forEach(posting -> postings.put(posting.id(), posting));
        return decision.outcomes();
    }

    Account account(UUID id) {
        return accounts.get(id);
    }

    Collection<Account> accounts() {
        return accounts.values();
    }

    List<BookedTransfer> transfers() {
        return postings.values().stream()
                .flatMap(posting -> posting.transfers().stream())
                .toList();
    }

    private Set<UUID> transferIds() {
        return transfers().stream().map(booked -> booked.transfer().id()).collect(Collectors.toSet());
    }
}
