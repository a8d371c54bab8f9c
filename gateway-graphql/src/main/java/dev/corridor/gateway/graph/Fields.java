package dev.corridor.gateway.graph;

import graphql.TrivialDataFetcher;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.TypeRuntimeWiring;
import io.vertx.core.Future;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where the fields of one type come from, a line a field.
 *
 * @param <T> what an object of that type is made of
 */
final class Fields<T> {
    private final TypeRuntimeWiring.Builder wiring;

    private Fields(String type) {
        wiring = TypeRuntimeWiring.newTypeWiring(type);
    }

    static <T> Fields<T> of(String type) {
        return new Fields<>(type);
    }

    /** A field that is there already. */
    Fields<T> field(String name, Function<T, ?> value) {
        TrivialDataFetcher<Object> fetcher = environment -> value.apply(source(environment.getSource()));
        wiring.dataFetcher(name, fetcher);
        return this;
    }

    /** A field that has to be asked for. */
    Fields<T> asked(String name, BiFunction<T, DataFetchingEnvironment, Future<?>> question) {
        DataFetcher<Object> fetcher = environment ->
                question.apply(source(environment.getSource()), environment).toCompletionStage();
        wiring.dataFetcher(name, fetcher);
        return this;
    }

    TypeRuntimeWiring.Builder wiring() {
        return wiring;
    }

    /** The field above has answered a T; the schema says so, the compiler cannot know. */
    @SuppressWarnings("unchecked")
    private T source(Object source) {
        return (T) source;
    }
}
