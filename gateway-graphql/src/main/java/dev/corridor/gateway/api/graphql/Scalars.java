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
import java.math.BigDecimal;
import java.util.Locale;

/** Custom scalars of the schema: Decimal and DateTime. */
final class Scalars {
    static final GraphQLScalarType DECIMAL = GraphQLScalarType.newScalar()
            .name("Decimal")
            .coercing(new DecimalCoercing())
            .build();

    static final GraphQLScalarType DATE_TIME = GraphQLScalarType.newScalar()
            .name("DateTime")
            .coercing(new DateTimeCoercing())
            .build();

    private static final int MAX_DECIMAL_LENGTH = 64;

    private Scalars() {}

    /** Writes the services' decimal string unchanged; reads a {@link BigDecimal} from a string or a number. */
    private static final class DecimalCoercing implements Coercing<BigDecimal, String> {

        @Override
        public String serialize(Object result, GraphQLContext context, Locale locale) {
            return result.toString();
        }

        @Override
        public BigDecimal parseValue(Object input, GraphQLContext context, Locale locale) {
            if (input instanceof String || input instanceof Number) {
                try {
                    return decimal(input.toString());
                } catch (NumberFormatException malformed) {
                    // Falls through to the error below, like any other type.
                }
            }
            throw CoercingParseValueException.newCoercingParseValueException()
                    .message("Not a decimal number.")
                    .build();
        }

        @Override
        public BigDecimal parseLiteral(
                Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            try {
                if (input instanceof StringValue text) {
                    return decimal(text.getValue());
                }
                if (input instanceof IntValue whole) {
                    return decimal(whole.getValue().toString());
                }
                if (input instanceof FloatValue fraction) {
                    return decimal(fraction.getValue().toString());
                }
            } catch (NumberFormatException malformed) {
                // Falls through to the error below, like any other type.
            }
            throw CoercingParseLiteralException.newCoercingParseLiteralException()
                    .message("Not a decimal number.")
                    .build();
        }

        private static BigDecimal decimal(String text) {
            if (text.length() > MAX_DECIMAL_LENGTH) {
                throw new NumberFormatException("too long");
            }
            return new BigDecimal(text);
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
