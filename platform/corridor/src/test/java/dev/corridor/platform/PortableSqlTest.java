package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Keeps the migrations and the statements of all services to the SQL that PostgreSQL and CockroachDB have in common. It reads
 * texts; docs/cockroachdb.md says what else was checked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortableSqlTest {
    private static final List<String> MODULES = List.of(
            "service-kit",
            "profile-verticle",
            "ledger-verticle",
            "forex-verticle",
            "payment-verticle",
            "platform/edge");

    private static final String DOCS = "https://www.cockroachlabs.com/docs/stable/";
    private static final String ISSUES = "https://github.com/cockroachdb/cockroach/issues/";

    /** Constructs that CockroachDB lacks, or runs with another meaning, with the place that says so. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("grant (select|insert|update|references) ?\\(", DOCS + "grant"),
            Map.entry("set statistics", DOCS + "alter-table"),
            Map.entry("toast_tuple_target|fillfactor", DOCS + "create-table"),
            Map.entry("advisory_(xact_)?(un)?lock", ISSUES + "13546"),
            Map.entry("\\b(un)?listen\\b|\\bnotify\\b|pg_notify", ISSUES + "41522"),
            Map.entry("plpgsql|\\bdo \\$", DOCS + "plpgsql"),
            Map.entry("\\b(xmin|xmax|ctid|cmin|cmax|tableoid)\\b", DOCS + "postgresql-compatibility"),
            Map.entry("txid_|pg_snapshot|pg_current_xact", DOCS + "postgresql-compatibility"),
            Map.entry("row level security|create policy", DOCS + "row-level-security"),
            Map.entry("\\b(int4|int8|num|ts|tstz|date)(multi)?range\\b|exclude using", ISSUES + "27791"),
            Map.entry("create (domain|rule|extension|unlogged)", DOCS + "postgresql-compatibility"),
            Map.entry("\\bmerge into\\b", ISSUES + "48434"),
            Map.entry("grouping sets|\\brollup ?\\(|\\bcube ?\\(", ISSUES + "46280"),
            Map.entry("\\btablesample\\b", DOCS + "postgresql-compatibility"),
            Map.entry("deferrable", ISSUES + "31632"),
            Map.entry("lock table|\\bvacuum\\b|\\breindex\\b", DOCS + "postgresql-compatibility"),
            // Types have no "if not exists" in PostgreSQL, so a migration with one cannot be repeated.
            Map.entry("create type", DOCS + "create-type"));

    /** Functions that both databases have. Look a new one up before you add it: {@value #DOCS}functions-and-operators */
    private static final Set<String> FUNCTIONS = Set.of(
            "abs",
            "array_agg",
            "array_length",
            "array_remove",
            "bool_or",
            "cardinality",
            "char_length",
            "clock_timestamp",
            "coalesce",
            "count",
            "date_trunc",
            "decode",
            "extract",
            "gen_random_uuid",
            "generate_series",
            "greatest",
            "lead",
            "length",
            "lower",
            "max",
            "min",
            "now",
            "num_nulls",
            "repeat",
            "row_number",
            "sum",
            "unnest",
            "version");

    /** Words that stand before a parenthesis and are no functions. */
    private static final Set<String> WORDS = Set.of(
            "and",
            "any",
            "array",
            "as",
            "by",
            "cast",
            "check",
            "conflict",
            "distinct",
            "else",
            "exists",
            "filter",
            "from",
            "in",
            "join",
            "key",
            "lateral",
            "not",
            "on",
            "or",
            "over",
            "select",
            "set",
            "then",
            "unique",
            "using",
            "values",
            "when",
            "where",
            "with",
            "materialized",
            "all",
            "union",
            "case",
            "references",
            "limit",
            "returning");

    private static final Pattern STATEMENT = Pattern.compile(
            "(?is)^\\s*\\(*(select\\s.+\\sfrom|select [a-z_]+\\(|insert\\s+into|update\\s+\\S+\\s+set|delete\\s+from|with\\s+\\S+\\s*(\\(.*?\\)\\s*)?as)\\b?.*");
    private static final Pattern CALL = Pattern.compile("(?<![\\w.])([a-z_][a-z_0-9]*)\\(");
    private static final Pattern TARGET = Pattern.compile(
            "\\b(?:insert\\s+into|delete\\s+from|update(?!\\s+of|\\s+skip|\\s+set|\\s+nowait))\\s+([a-z_]+)");

    private List<Text> statements;
    private List<Text> migrations;

    private record Text(String place, String sql) {
        @Override
        public String toString() {
            return place + ": " + sql;
        }
    }

    @BeforeAll
    void read() throws IOException {
        statements = new ArrayList<>();
        migrations = new ArrayList<>();
        for (String module : MODULES) {
            statements.addAll(statementsIn(Path.of("../..", module, "src/main/java")));
            migrations.addAll(migrationsIn(Path.of("../..", module, "src/main/resources/db/migration")));
        }
        assertThat(statements).hasSizeGreaterThan(140);
        assertThat(migrations).hasSizeGreaterThan(80);
    }

    @Test
    void nothing_is_used_that_cockroachdb_lacks() {
        var refused = new TreeSet<String>();
        for (Text text : all()) {
            REFUSED.forEach((construct, source) -> {
                if (Pattern.compile(construct).matcher(text.sql()).find()) {
                    refused.add(construct + " (" + source + ") in " + text);
                }
            });
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void functions_are_those_that_both_databases_have() {
        var unknown = new TreeSet<String>();
        for (Text text : all()) {
            var names = new HashSet<String>();
            CALL.matcher(withoutDefinitions(text.sql())).results().forEach(call -> names.add(call.group(1)));
            names.removeAll(FUNCTIONS);
            names.removeAll(WORDS);
            names.forEach(name -> unknown.add(name + " in " + text));
        }
        assertThat(unknown).isEmpty();
    }

    /** CockroachDB refuses a statement that modifies one table twice: {@value #DOCS}common-table-expressions */
    @Test
    void a_statement_modifies_a_table_once() {
        assertThat(statements).allSatisfy(text -> assertThat(
                        TARGET.matcher(text.sql()).results().map(target -> target.group(1)))
                .as(text.toString())
                .doesNotHaveDuplicates());
    }

    /** A constraint is dropped by its name, and the two databases name what has none differently. */
    @Test
    void every_check_has_a_name() {
        assertThat(migrations).allSatisfy(text -> assertThat(text.sql().replaceAll("constraint [a-z_]+ check ?\\(", ""))
                .as(text.toString())
                .doesNotContainPattern("\\bcheck ?\\("));
    }

    /** MigrationsIT runs them twice on PostgreSQL. */
    @Test
    void every_creation_and_insert_can_be_repeated() {
        assertThat(migrations).allSatisfy(text -> assertThat(text.sql())
                .as(text.toString())
                .matches("(?s)create (unique )?(table|index) if not exists .*|create or replace view .*|grant .*"
                        + "|insert .* on conflict do nothing"));
    }

    private List<Text> all() {
        return Stream.concat(statements.stream(), migrations.stream()).toList();
    }

    /** Removes what looks like a call: names of tables, common table expressions and row aliases, with their columns. */
    private static String withoutDefinitions(String sql) {
        return sql.replaceAll("(with|,|\\)) [a-z_]+ ?\\([a-z_, ]+\\) as ", "$1 as ")
                .replaceAll("\\bas [a-z_]+ ?\\([a-z_, ]+\\)", "")
                .replaceAll("(insert into|references|on|table if not exists) [a-z_]+ ?\\(", "$1 (");
    }

    private static List<Text> migrationsIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var found = new ArrayList<Text>();
        try (var files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sql")).toList()) {
                String script = Files.readString(file).replaceAll("(?m)--.*$", "");
                for (String sql : script.split(";")) {
                    if (!sql.isBlank()) {
                        found.add(new Text(file.getFileName().toString(), normalized(sql)));
                    }
                }
            }
        }
        return found;
    }

    private static List<Text> statementsIn(Path sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new ArrayList<Text>();
        try (var files = Files.walk(sources);
                var manager = compiler.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjectsFromPaths(
                    files.filter(path -> path.toString().endsWith(".java")).toList());
            var task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, units);
            for (CompilationUnitTree unit : task.parse()) {
                String place =
                        Path.of(unit.getSourceFile().getName()).getFileName().toString();
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitLiteral(LiteralTree literal, Void unused) {
                        if (literal.getValue() instanceof String text
                                && STATEMENT.matcher(text).matches()) {
                            found.add(new Text(place, normalized(text)));
                        }
                        return null;
                    }
                }.scan(unit, null);
            }
        }
        return found;
    }

    private static String normalized(String sql) {
        return sql.strip().replaceAll("\\s+", " ").toLowerCase(java.util.Locale.ROOT);
    }
}
