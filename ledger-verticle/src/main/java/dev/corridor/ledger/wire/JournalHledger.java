package dev.corridor.ledger.wire;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.Texts;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.journal.JournalExtract;
import dev.corridor.ledger.domain.journal.JournalExtract.Move;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Writes a period of the journal in the plain-text format of hledger, which Ledger and beancount's importers read as
 * well. The document declares accounts and commodities, states the opening balances, has one transaction a posting and
 * asserts the closing balances. Debits are positive, credits negative.
 */
public final class JournalHledger {
    public static final String MEDIA_TYPE = "text/plain; charset=utf-8";
    private static final String OPENING = "equity:opening balances";

    private final JournalExtract extract;
    private final StringBuilder text = new StringBuilder();
    private final Map<UUID, Long> debitMinor = new HashMap<>();

    private JournalHledger(JournalExtract extract) {
        this.extract = extract;
    }

    public static String of(JournalExtract extract) {
        return new JournalHledger(extract).write();
    }

    private String write() {
        text.append("; Corridor ledger, from ")
                .append(extract.from())
                .append(" to ")
                .append(extract.to())
                .append('\n');
        declare();
        openingBalances();
        String posting = "";
        for (var move : extract.moves()) {
            if (!move.postingId().toString().equals(posting)) {
                posting = move.postingId().toString();
                transaction(move);
            }
            transfer(move);
        }
        assertBalances();
        return text.toString();
    }

    private void declare() {
        var commodities = new TreeSet<String>();
        for (var account : sorted().values()) {
            commodities.add(sample(account.currency()));
            text.append("account ").append(name(account)).append('\n');
        }
        text.append("account ").append(OPENING).append('\n');
        commodities.forEach(sample -> text.append("commodity ").append(sample).append('\n'));
    }

    /** Tells hledger the number of fraction digits of the currency. */
    private static String sample(Currency currency) {
        int digits = currency.digits();
        return "1000." + "0".repeat(digits) + " " + currency.code();
    }

    private void openingBalances() {
        text.append('\n').append(date(extract.from())).append(" * Opening balances\n");
        sorted().values().forEach(account -> {
            long opening = extract.openingMinor().getOrDefault(account.id(), 0L);
            long debit = account.spec().kind().normalSide() == Direction.DEBIT ? opening : -opening;
            debitMinor.put(account.id(), debit);
            amountLine(name(account), debit, account.currency());
            amountLine(OPENING, -debit, account.currency());
        });
    }

    private void transaction(Move move) {
        text.append('\n')
                .append(date(move.bookedAt()))
                .append(" * ")
                .append(description(move.reference()))
                .append("  ; posting: ")
                .append(move.postingId())
                .append('\n');
    }

    private void transfer(Move move) {
        long minor = move.amount().minorUnits();
        post(move.debitAccountId(), minor);
        post(move.creditAccountId(), -minor);
    }

    private void post(UUID accountId, long minor) {
        var account = extract.accounts().get(accountId);
        debitMinor.merge(accountId, minor, Math::addExact);
        amountLine(name(account), minor, account.currency());
    }

    private void assertBalances() {
        text.append('\n').append(date(lastMoment())).append(" * Closing balances\n");
        sorted().values().forEach(account -> text.append("    ")
                .append(name(account))
                .append("  ")
                .append(amount(0, account.currency()))
                .append(" = ")
                .append(amount(debitMinor.get(account.id()), account.currency()))
                .append('\n'));
    }

    private Instant lastMoment() {
        return extract.to().minusNanos(1).isBefore(extract.from())
                ? extract.from()
                : extract.to().minusNanos(1);
    }

    private void amountLine(String account, long minor, Currency currency) {
        text.append("    ")
                .append(account)
                .append("  ")
                .append(amount(minor, currency))
                .append('\n');
    }

    private static String amount(long minor, Currency currency) {
        return new Money(minor, currency).amount() + " " + currency.code();
    }

    private Map<String, Account> sorted() {
        var sorted = new TreeMap<String, Account>();
        extract.accounts().values().forEach(account -> sorted.put(name(account), account));
        return sorted;
    }

    private static String name(Account account) {
        return root(account.spec().kind()) + ":" + account.owner() + ":"
                + account.spec().code() + ":" + account.currency().code();
    }

    /** Maps an account's kind to the root name by which hledger infers its type. */
    private static String root(AccountKind kind) {
        return switch (kind) {
            case ASSET -> "assets";
            case LIABILITY -> "liabilities";
            case EQUITY -> "equity";
            case INCOME -> "revenues";
            case EXPENSE -> "expenses";
        };
    }

    private static LocalDate date(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Replaces the characters with a meaning: a semicolon begins a comment, a bar separates payee and note. */
    private static String description(String reference) {
        String plain =
                Texts.portable(reference).replace(';', ',').replace('|', '/').strip();
        return plain.isEmpty() ? "(no reference)" : plain;
    }
}
