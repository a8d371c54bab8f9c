package dev.corridor.ledger.wire;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.journal.JournalExtract;
import dev.corridor.ledger.domain.journal.JournalExtract.Line;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A period of the journal as plain-text accounting (the format of hledger, which Ledger and beancount's importers read as
 * well): declared accounts and commodities, the opening balances, a transaction a posting, and at the end a transaction that
 * asserts every account's balance. Debits are positive, credits negative.
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
        for (var line : extract.lines()) {
            if (!line.postingId().toString().equals(posting)) {
                posting = line.postingId().toString();
                transaction(line);
            }
            transfer(line);
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

    /** Shows hledger how many digits the currency has. */
    private static String sample(Currency currency) {
        int digits = currency.getDefaultFractionDigits();
        return "1000." + "0".repeat(digits) + " " + currency.getCurrencyCode();
    }

    private void openingBalances() {
        text.append('\n').append(date(extract.from())).append(" * Opening balances\n");
        sorted().values().forEach(account -> {
            long opening = extract.openingMinor().getOrDefault(account.id(), 0L);
            long debit = account.spec().kind().normalSide() == Direction.DEBIT ? opening : -opening;
            debitMinor.put(account.id(), debit);
            line(name(account), debit, account.currency());
            line(OPENING, -debit, account.currency());
        });
    }

    private void transaction(Line line) {
        text.append('\n')
                .append(date(line.bookedAt()))
                .append(" * ")
                .append(words(line.reference()))
                .append("  ; posting: ")
                .append(line.postingId())
                .append('\n');
    }

    private void transfer(Line line) {
        long minor = line.amount().minorUnits();
        move(line.debitAccountId(), minor);
        move(line.creditAccountId(), -minor);
    }

    private void move(UUID accountId, long minor) {
        var account = extract.accounts().get(accountId);
        debitMinor.merge(accountId, minor, Math::addExact);
        line(name(account), minor, account.currency());
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

    private void line(String account, long minor, Currency currency) {
        text.append("    ")
                .append(account)
                .append("  ")
                .append(amount(minor, currency))
                .append('\n');
    }

    private static String amount(long minor, Currency currency) {
        return new Money(minor, currency).amount() + " " + currency.getCurrencyCode();
    }

    private Map<String, Account> sorted() {
        var sorted = new TreeMap<String, Account>();
        extract.accounts().values().forEach(account -> sorted.put(name(account), account));
        return sorted;
    }

    private static String name(Account account) {
        return root(account.spec().kind()) + ":" + account.owner() + ":"
                + account.spec().code() + ":" + account.currency().getCurrencyCode();
    }

    /** The names by which hledger knows an account's type. */
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

    /** A semicolon would begin a comment, and a bar would part payee and note. */
    private static String words(String reference) {
        String plain = reference.replace(';', ',').replace('|', '/').strip();
        return plain.isEmpty() ? "(no reference)" : plain;
    }
}
