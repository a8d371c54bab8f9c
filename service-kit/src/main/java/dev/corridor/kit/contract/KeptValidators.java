package dev.corridor.kit.contract;

import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * A contract whose validators are made once. Vert.x makes one for every value that it checks, and copies all schemas of the
 * contract into each: a third of what a payment cost its event loop. Belongs to one event loop.
 */
final class KeptValidators {
    private final SchemaRepository schemas;
    private final Map<JsonSchema, Validator> validators = new IdentityHashMap<>();

    private KeptValidators(SchemaRepository schemas) {
        this.schemas = schemas;
    }

    static OpenAPIContract in(OpenAPIContract contract) {
        var kept = new KeptValidators(contract.getSchemaRepository());
        var schemas = standIn(SchemaRepository.class, kept::schemas);
        return standIn(
                OpenAPIContract.class,
                (method, arguments) ->
                        method.getName().equals("getSchemaRepository") ? schemas : method.invoke(contract, arguments));
    }

    private Object schemas(Method method, Object[] arguments) throws ReflectiveOperationException {
        boolean isPlain = method.getName().equals("validator") && arguments.length == 1;
        return isPlain && arguments[0] instanceof JsonSchema schema
                ? validators.computeIfAbsent(schema, schemas::validator)
                : method.invoke(schemas, arguments);
    }

    private interface Answer {
        Object to(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T standIn(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return answer.to(method, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
