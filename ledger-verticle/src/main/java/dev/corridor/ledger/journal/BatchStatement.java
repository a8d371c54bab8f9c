package dev.corridor.ledger.journal;

import dev.corridor.kit.sql.Write;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * All that a batch writes as one statement, which is a transaction by itself: one round trip to the database instead of three.
 * It fails as a whole unless the accounts and the chain are as they were known. The accounts are locked first and the
 * chain then, as everywhere.
 */
final class BatchStatement {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(\\d+)");
    private static final String DIVISION_BY_ZERO = "22012";
    /** By their parts: with and without the opening of holds. */
    private static final Map<List<String>, String> STATEMENTS = new ConcurrentHashMap<>();

    private BatchStatement() {}

    /**
     * @param accounts of which there are so many
     * @param chain the move of its head
     * @param inserts what else there is to write
     */
    static Write of(Write accounts, int accountsChanged, Write chain, List<Write> inserts) {
        var parts = new ArrayList<>(List.of(accounts, chain));
        parts.addAll(inserts);
        var sql = STATEMENTS.computeIfAbsent(parts.stream().map(Write::sql).toList(), BatchStatement::statement);
        var values = new ArrayList<Object>(List.of((long) accountsChanged));
        parts.forEach(part -> values.addAll(part.values()));
        return new Write(sql, values);
    }

    /** Whether {@code failure} says that accounts or chain were not as known. */
    static boolean isSurprise(Throwable failure) {
        return failure instanceof PgException sql && DIVISION_BY_ZERO.equals(sql.getSqlState());
    }

    private static String statement(List<String> parts) {
        var numbered = new ArrayList<String>();
        int before = 1;
        for (var part : parts) {
            numbered.add(numberedFrom(before, part));
            before += placeholders(part);
        }
        return """
                with account_moved as (%s returning 1),
                chain_moved as (%s and (select count(*) from account_moved) = $1::bigint returning 1)%s
                select 1 / count(*) from chain_moved
                """
                .formatted(numbered.get(0), numbered.get(1), inserts(numbered.subList(2, numbered.size())));
    }

    private static String inserts(List<String> inserts) {
        return IntStream.range(0, inserts.size())
                .mapToObj(number -> ",\nwritten_%d as (%s)".formatted(number, inserts.get(number)))
                .reduce("", String::concat);
    }

    /** The placeholders after those of the parts before. */
    private static String numberedFrom(int before, String part) {
        return PLACEHOLDER.matcher(part).replaceAll(found -> "\\$" + (before + Integer.parseInt(found.group(1))));
    }

    private static int placeholders(String part) {
        return PLACEHOLDER
                .matcher(part)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
    }
}
