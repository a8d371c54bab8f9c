package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Bounds the size of what a reader has to hold in mind at once. Generated code does not count. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceSizeTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final int CONSTRUCTOR_PARAMETERS_MAX = 7;
    private static final int PACKAGE_FILES_MAX = 20;

    private List<Path> sources;
    private List<Measured> methods;

    private record Measured(String name, int lines, int parameters, boolean isConstructorOfClass) {}

    @BeforeAll
    void read() throws IOException {
        try (var files = Files.walk(Path.of("../..").toRealPath())) {
            sources = files.filter(path -> path.toString().matches(".*/src/(main|test)/java/.*\\.java"))
                    .toList();
        }
        methods = methods(sources);
        assertThat(sources).hasSizeGreaterThan(500);
        assertThat(methods).hasSizeGreaterThan(2_000);
    }

    @Test
    void a_file_has_at_most_400_lines() throws IOException {
        var longer = new ArrayList<String>();
        for (var source : sources) {
            try (Stream<String> lines = Files.lines(source)) {
                long count = lines.count();
                if (count > FILE_LINES_MAX) {
                    longer.add(source + ": " + count);
                }
            }
        }
        assertThat(longer).isEmpty();
    }

    @Test
    void a_method_has_at_most_60_lines() {
        assertThat(methods)
                .filteredOn(method -> method.lines > METHOD_LINES_MAX)
                .isEmpty();
    }

    @Test
    void a_constructor_has_at_most_7_parameters() {
        assertThat(methods)
                .filteredOn(method -> method.isConstructorOfClass && method.parameters > CONSTRUCTOR_PARAMETERS_MAX)
                .isEmpty();
    }

    @Test
    void a_package_has_at_most_20_files() {
        Map<Path, Integer> files = new TreeMap<>();
        sources.stream()
                .filter(source -> source.toString().contains("/src/main/"))
                .filter(source -> !source.endsWith("package-info.java"))
                .forEach(source -> files.merge(source.getParent(), 1, Integer::sum));
        assertThat(files.entrySet())
                .filteredOn(folder -> folder.getValue() > PACKAGE_FILES_MAX)
                .isEmpty();
    }

    private static List<Measured> methods(List<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var measured = new ArrayList<Measured>();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            var positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                var lines = unit.getLineMap();
                new TreeScanner<Void, Boolean>() {
                    @Override
                    public Void visitClass(ClassTree tree, Boolean isRecord) {
                        return super.visitClass(tree, tree.getKind() == Tree.Kind.RECORD);
                    }

                    @Override
                    public Void visitMethod(MethodTree method, Boolean isRecord) {
                        long begin = lines.getLineNumber(positions.getStartPosition(unit, method));
                        long end = lines.getLineNumber(positions.getEndPosition(unit, method));
                        boolean isConstructor = method.getName().contentEquals("<init>");
                        measured.add(new Measured(
                                unit.getSourceFile().getName() + "#" + method.getName() + ":" + begin,
                                (int) (end - begin + 1),
                                method.getParameters().size(),
                                isConstructor && !isRecord));
                        return super.visitMethod(method, isRecord);
                    }
                }.scan(unit, false);
            }
        }
        return measured;
    }
}
