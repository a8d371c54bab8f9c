package dev.corridor.gateway.api.graphql;

import graphql.TrivialDataFetcher;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.TypeRuntimeWiring;
import io.vertx.core.Future;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Resolvers of the fields of one GraphQL type.
 *
 * @param <T> Java class that holds an object of this type
 */
final class TypeFields<T> {
    private final TypeRuntimeWiring.Builder wiring;

    private TypeFields(String type) {
        wiring = TypeRuntimeWiring.newTypeWiring(type);
    }

    static <T> TypeFields<T> of(String type) {
        return new TypeFields<>(type);
    }

    /** Adds a field that is computed from the object. */
    TypeFields<T> field(String name, Function<T, ?> value) {
        TrivialDataFetcher<Object> fetcher = environment -> value.apply(source(environment.getSource()));
        wiring.dataFetcher(name, fetcher);
        return this;
    }

    /** Adds a field that is loaded by a call to a service. */
    TypeFields<T> loaded(String name, BiFunction<T, DataFetchingEnvironment, Future<?>> load) {
        DataFetcher<Object> fetcher = environment ->
                load.apply(source(environment.getSource()), environment).toCompletionStage();
        wiring.dataFetcher(name, fetcher);
        return this;
    }

    TypeRuntimeWiring.Builder wiring() {
        return wiring;
    }

    /** The parent field returned a T. The schema guarantees this; the compiler cannot check it. */
    @SuppressWarnings("unchecked")
    private T source(Object source) {
        return (T) source;
    }
}
