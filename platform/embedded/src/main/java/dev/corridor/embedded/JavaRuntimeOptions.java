package dev.corridor.embedded;

import java.util.List;

/**
 * Options by which a newer Java runtime does not warn of what libraries do: Netty and lz4 load native code, protobuf uses
 * sun.misc.Unsafe. Older runtimes do not know the options. The script {@code corridor} has the same list.
 */
public final class JavaRuntimeOptions {
    private static final int FIRST_THAT_WARNS = 24;

    private JavaRuntimeOptions() {}

    /** Options for the runtime of this process, which its child processes use too. */
    public static List<String> ofThisRuntime() {
        return of(Runtime.version().feature());
    }

    static List<String> of(int release) {
        return release < FIRST_THAT_WARNS
                ? List.of()
                : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }
}
