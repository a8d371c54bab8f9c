package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.ApiConfig;
import dev.corridor.edge.config.InvalidApiConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Export of the list of APIs and the contracts as projects and policies of WSO2 API Manager. */
public final class ApiExport {
    /** The list of APIs in the folder of the sources. */
    public static final Path CONFIG = Path.of("wso2", "api-config.yaml");

    private static final String FOLDER = "generated";

    private final Path config;
    private final ScopeTexts scopes = new ScopeTexts();
    private final ProtoContracts protos = ProtoContracts.ofBuild();

    private ApiExport(Path config) {
        this.config = config;
    }

    /**
     * Writes the folder {@code generated} beside the list of APIs, or compares it.
     *
     * @return the exit code: 1 when the folder differs, or when the list cannot be exported
     */
    public static int run(Path config, boolean isCheck) {
        try {
            GeneratedFiles files = of(config);
            Path folder = config.resolveSibling(FOLDER);
            if (!isCheck) {
                files.write(folder);
                System.err.println("Wrote " + files.contents().size() + " files to " + folder + ".");
                return 0;
            }
            List<String> differences = files.differences(folder);
            differences.forEach(difference -> System.err.println(folder + "/" + difference));
            System.err.println(
                    differences.isEmpty()
                            ? folder + " is what the contracts say."
                            : "corridor: " + folder + " differs. Run ./corridor wso2 export and commit the result.");
            return differences.isEmpty() ? 0 : 1;
        } catch (ExportFailure | InvalidApiConfig failure) {
            System.err.println("corridor: " + failure.getMessage());
            return 1;
        }
    }

    /**
     * Exports a list of APIs, whose contracts stand where it says, relative to it. The messages of gRPC are those of this build.
     *
     * @throws ExportFailure when WSO2 has no form for what the list says
     * @throws InvalidApiConfig when the list is wrong
     */
    public static GeneratedFiles of(Path config) {
        return new ApiExport(config).files();
    }

    private GeneratedFiles files() {
        ApiConfig apis = ApiConfig.parse(text(config), this::contract);
        apis.of(Kind.REST).forEach(api -> scopes.learn(Yaml.read(contract(api.contract()), api.contract())));
        var files = new GeneratedFiles();
        apis.apis().forEach(api -> addProject(api, files));
        new PolicyDocuments(apis).addTo(files);
        return files;
    }

    private void addProject(Api api, GeneratedFiles files) {
        String folder = api.name() + "-" + api.version() + "/";
        var operations = addDefinition(api, folder + "Definitions/", files);
        var description = new ApiDescription(api, operations, scopes);
        files.add(folder + "api.yaml", Yaml.write(description.document()));
        files.add(folder + "api_meta.yaml", Yaml.write(description.meta()));
        files.add(folder + "deployment_environments.yaml", Yaml.write(ApiDescription.deployment()));
    }

    /** @return the operations that the definition has */
    private List<ExposedOperation> addDefinition(Api api, String folder, GeneratedFiles files) {
        switch (api.kind()) {
            case REST -> {
                var operations = api.operations().all().stream()
                        .map(operation -> ExposedOperation.of(api, operation, operation.path(), operation.method()))
                        .sorted(Comparator.comparing(ExposedOperation::target).thenComparing(ExposedOperation::verb))
                        .toList();
                ObjectNode document = Yaml.read(contract(api.contract()), api.contract());
                OpenApiDowngrade.apply(document);
                addOpenApi(document, api, operations, folder, files);
                return operations;
            }
            case GRPC -> {
                var facade = new GrpcFacade(api, protos);
                addOpenApi(facade.document(), api, facade.operations(), folder, files);
                return facade.operations();
            }
            case GRAPHQL -> {
                String schema = contract(api.contract());
                files.add(folder + "schema.graphql", schema);
                files.add(folder + "graphql-complexity.yaml", Yaml.write(GraphqlDefinition.complexity(schema)));
                return GraphqlDefinition.operations(api);
            }
            case WEBSOCKET -> {
                var definition = new AsyncApiDefinition(api, Yaml.read(contract(api.contract()), api.contract()));
                files.add(folder + "asyncapi.yaml", Yaml.write(definition.document(scopes)));
                return definition.operations();
            }
        }
        throw new IllegalStateException("no definition of " + api.kind());
    }

    private void addOpenApi(
            ObjectNode document, Api api, List<ExposedOperation> operations, String folder, GeneratedFiles files) {
        files.add(folder + "swagger.yaml", Yaml.write(SecuredOpenApi.of(document, api, operations, scopes)));
    }

    private String contract(String file) {
        return text(config.resolveSibling(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new ExportFailure(
                    "The file " + file + " cannot be read. Run the export in the folder of Corridor's sources.",
                    unreadable);
        }
    }
}
