package dev.corridor.gateway.api.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.math.BigInteger;
import java.util.Locale;

/** Custom scalars of the schema: Decimal, DateTime, and a stricter ID. */
final class Scalars {
    static final GraphQLScalarType DECIMAL = GraphQLScalarType.newScalar()
            .name("Decimal")
            .coercing(new DecimalCoercing())
            .build();

    static final GraphQLScalarType DATE_TIME = GraphQLScalarType.newScalar()
            .name("DateTime")
            .coercing(new DateTimeCoercing())
            .build();

    static final GraphQLScalarType ID = GraphQLScalarType.newScalar()
            .name("ID")
            .description("An id: a string or a whole number.")
            .coercing(new IdCoercing())
            .build();

    private static final String NO_DECIMAL = "Not a decimal number, such as \"100.00\".";
    private static final String NO_ID = "Not an id, which is a string.";

    private Scalars() {}

    /**
     * Writes the services' decimal string unchanged. Reads a string or a number as it is: what is an amount is decided where its
     * currency is known, by the rule of REST.
     */
    private static final class DecimalCoercing implements Coercing<Object, String> {

        @Override
        public String serialize(Object result, GraphQLContext context, Locale locale) {
            return result.toString();
        }

        @Override
        public Object parseValue(Object input, GraphQLContext context, Locale locale) {
            if (input instanceof String || input instanceof Number) {
                return input;
            }
            throw CoercingParseValueException.newCoercingParseValueException()
                    .message(NO_DECIMAL)
                    .build();
        }

        @Override
        public Object parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            if (input instanceof StringValue text) {
                return text.getValue();
            }
            if (input instanceof IntValue whole) {
                return whole.getValue();
            }
            if (input instanceof FloatValue fraction) {
                return fraction.getValue();
            }
            throw CoercingParseLiteralException.newCoercingParseLiteralException()
                    .message(NO_DECIMAL)
                    .build();
        }
    }

    /** Reads an id from a string or a whole number, as the GraphQL specification has it; graphql-java takes 1.5 and true as well. */
    private static final class IdCoercing implements Coercing<String, String> {

        @Override
        public String serialize(Object result, GraphQLContext context, Locale locale) {
            return result.toString();
        }

        @Override
        public String parseValue(Object input, GraphQLContext context, Locale locale) {
            if (input instanceof String
                    || input instanceof Integer
                    || input instanceof Long
                    || input instanceof BigInteger) {
                return input.toString();
            }
            throw CoercingParseValueException.newCoercingParseValueException()
                    .message(NO_ID)
                    .build();
        }

        @Override
        public String parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            if (input instanceof StringValue text) {
                return text.getValue();
            }
            if (input instanceof IntValue whole) {
                return whole.getValue().toString();
            }
            throw CoercingParseLiteralException.newCoercingParseLiteralException()
                    .message(NO_ID)
                    .build();
        }

        @Override
        public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
            return StringValue.of(input.toString());
        }
    }

    /** Output only. */
    private static final class DateTimeCoercing implements Coercing<String, String> {

        @Override
        public String serialize(Object result, GraphQLContext context, Locale locale) {
            return result.toString();
        }
    }
}
