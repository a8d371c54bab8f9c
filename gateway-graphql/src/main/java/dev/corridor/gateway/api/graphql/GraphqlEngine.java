package dev.corridor.gateway.api.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.corridor.gateway.client.CallerServices;
import dev.corridor.gateway.domain.GatewayError;
import dev.corridor.kit.error.Problem;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.introspection.GoodFaithIntrospection;
import graphql.introspection.Introspection;
import graphql.parser.ParserOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Executes GraphQL operations within limits on tokens, depth and cost. All event loops of a process share one engine.
 */
public final class GraphqlEngine {
    /** The introspection query of common tools has depth 15; queries of the schema's own types need 4. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_TOKENS = 2_000;
    private static final int MAX_RULE_DEPTH = 200;
    private static final long PARSED_CACHE_CHARACTERS = 4L * 1024 * 1024;

    private final GraphQL graphql;
    private final GraphqlSchema schema;
    private final ErrorWords words;
    private final GraphqlLimits limits;
    private final PersistedQueries queries;
    private final ParserOptions parserOptions = ParserOptions.newParserOptions()
            .maxTokens(MAX_TOKENS)
            .maxRuleDepth(MAX_RULE_DEPTH)
            .captureIgnoredChars(false)
            .captureLineComments(false)
            .build();

    public GraphqlEngine(GraphqlSchema schema, GraphqlLimits limits) {
        this.schema = schema;
        this.limits = limits;
        this.queries = new PersistedQueries(limits);
        this.words = new ErrorWords(schema.executable());
        this.graphql = GraphQL.newGraphQL(schema.executable())
                .instrumentation(new ChainedInstrumentation(
                        new MaxQueryDepthInstrumentation(MAX_DEPTH),
                        new OperationLimits(words),
                        new CachePolicy(),
                        new OneMutationPerKey(words)))
                .defaultDataFetcherExceptionHandler(new FieldExceptionHandler(words))
                .preparsedDocumentProvider(new ParsedQueryCache())
                .build();
    }

    public GraphqlSchema schema() {
        return schema;
    }

    /** Executes an operation and completes on the caller's context. Fails only when graphql-java itself fails. */
    public Future<GraphqlResponse> execute(GraphqlRequest request, CallerServices services) {
        String query;
        try {
            query = queries.text(request);
        } catch (Problem refused) {
            return refused.code() instanceof GatewayError
                    ? Future.succeededFuture(GraphqlResponse.refused(refused, words))
                    : Future.failedFuture(refused);
        }
        var input = input(query, request, services);
        return Future.fromCompletionStage(graphql.executeAsync(input), Vertx.currentContext())
                .map(result -> new GraphqlResponse(result, input.getGraphQLContext(), words));
    }

    private ExecutionInput input(String query, GraphqlRequest request, CallerServices services) {
        return ExecutionInput.newExecutionInput(query)
                .operationName(request.operation())
                .variables(request.variables())
                .graphQLContext(context -> {
                    context.put(CallerServices.class, services).put(ParserOptions.class, parserOptions);
                    // The limits on depth and cost bound introspection too.
                    context.put(GoodFaithIntrospection.GOOD_FAITH_INTROSPECTION_DISABLED, true);
                    context.put(Introspection.INTROSPECTION_DISABLED, !limits.introspection());
                    request.idempotencyKey().ifPresent(key -> context.put(OneMutationPerKey.class, key));
                    if (request.safe()) {
                        context.put(OperationLimits.SAFE, true);
                    }
                })
                .build();
    }

    /** Cache of parsed queries. Applications send the same few queries, and parsing takes longer than execution. */
    private static final class ParsedQueryCache implements PreparsedDocumentProvider {
        private final Cache<String, PreparsedDocumentEntry> cache = Caffeine.newBuilder()
                .maximumWeight(PARSED_CACHE_CHARACTERS)
                .<String, PreparsedDocumentEntry>weigher((query, parsed) -> query.length())
                .build();

        @Override
        public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
                ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
            return CompletableFuture.completedFuture(
                    cache.get(input.getQuery(), query -> parseAndValidate.apply(input)));
        }
    }
}
