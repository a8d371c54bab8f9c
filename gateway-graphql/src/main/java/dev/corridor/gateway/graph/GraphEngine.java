package dev.corridor.gateway.graph;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.corridor.gateway.client.CallerServices;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.parser.ParserOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Executes queries, within limits: what parsing one may take, how deep it may be, and what it may cost. One a process;
 * any event loop.
 */
public final class GraphEngine {
    /** The introspection query of the usual tools is 15 deep; the graph itself needs 4. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_TOKENS = 2_000;
    private static final int MAX_RULE_DEPTH = 200;
    private static final long REMEMBERED_CHARACTERS = 4L * 1024 * 1024;

    private final GraphQL graph;
    private final GraphSchema schema;
    private final ParserOptions parserOptions = ParserOptions.newParserOptions()
            .maxTokens(MAX_TOKENS)
            .maxRuleDepth(MAX_RULE_DEPTH)
            .captureIgnoredChars(false)
            .captureLineComments(false)
            .build();

    public GraphEngine(GraphSchema schema) {
        this.schema = schema;
        this.graph = GraphQL.newGraphQL(schema.executable())
                .instrumentation(new ChainedInstrumentation(
                        new MaxQueryDepthInstrumentation(MAX_DEPTH),
                        new MaxQueryComplexityInstrumentation(QueryCost.MAX, new QueryCost())))
                .defaultDataFetcherExceptionHandler(new FieldFailures())
                .preparsedDocumentProvider(new ParsedQueries())
                .build();
    }

    public GraphSchema schema() {
        return schema;
    }

    /** Answers on the context it is called from. Fails only if graphql-java itself does. */
    public Future<ExecutionResult> execute(GraphRequest request, CallerServices services) {
        var input = ExecutionInput.newExecutionInput(request.query())
                .operationName(request.operation())
                .variables(request.variables())
                .graphQLContext(
                        context -> context.put(CallerServices.class, services).put(ParserOptions.class, parserOptions))
                .build();
        return Future.fromCompletionStage(graph.executeAsync(input), Vertx.currentContext());
    }

    /** Applications send the same few queries; parsing and validating one takes longer than running it. */
    private static final class ParsedQueries implements PreparsedDocumentProvider {
        private final Cache<String, PreparsedDocumentEntry> remembered = Caffeine.newBuilder()
                .maximumWeight(REMEMBERED_CHARACTERS)
                .<String, PreparsedDocumentEntry>weigher((query, parsed) -> query.length())
                .build();

        @Override
        public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
                ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
            return CompletableFuture.completedFuture(
                    remembered.get(input.getQuery(), query -> parseAndValidate.apply(input)));
        }
    }
}
