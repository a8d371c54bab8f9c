package dev.corridor.wso2.bootstrap.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.kit.identity.Scope;
import dev.corridor.wso2.bootstrap.rest.BootstrapFailure;
import dev.corridor.wso2.bootstrap.rest.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Folder that `corridor wso2 export` has written: API projects, and throttling policies by level. */
public final class ProjectFolder {
    public static final String POLICIES = "policies";
    /** In this order: APIs name advanced policies and plans. */
    public static final List<String> LEVELS = List.of("advanced", "application", "subscription", "custom");

    private static final String EXPORT =
            "Run ./corridor wso2 export, and set WSO2_PROJECTS to the folder that it has written.";

    private final Path folder;

    public ProjectFolder(Path folder) {
        this.folder = folder;
    }

    /** @throws BootstrapFailure when there is no project, or one that must not be published */
    public List<ApiProject> projects() {
        var projects = new ArrayList<ApiProject>();
        try (Stream<Path> descriptions = Files.walk(folder, 3)) {
            for (Path description : descriptions
                    .filter(file -> file.endsWith(ApiProject.DESCRIPTION))
                    .sorted()
                    .toList()) {
                projects.add(read(description.getParent()));
            }
        } catch (IOException unreadable) {
            throw new BootstrapFailure("The folder " + folder + " cannot be read. " + EXPORT, unreadable);
        }
        if (projects.isEmpty()) {
            throw new BootstrapFailure("The folder " + folder + " contains no API project. " + EXPORT);
        }
        projects.forEach(ProjectFolder::requireBoundScopes);
        return projects;
    }

    public List<PolicyFile> policies() {
        var policies = new ArrayList<PolicyFile>();
        for (String level : LEVELS) {
            for (Path file : filesOf(folder.resolve(POLICIES).resolve(level))) {
                policies.add(new PolicyFile(level, document(file)));
            }
        }
        return policies;
    }

    /** Refuses a scope of operators that WSO2 would grant to everybody, because no role is named for it. */
    private static void requireBoundScopes(ApiProject project) {
        Set<String> ofUsers = Set.copyOf(Scope.ofUsers());
        var ofOperators = Arrays.stream(Scope.values())
                .map(Scope::value)
                .filter(scope -> !ofUsers.contains(scope))
                .toList();
        for (var entry : project.data().path("scopes")) {
            var scope = entry.path("scope");
            String name = scope.path("name").asText();
            if (ofOperators.contains(name) && scope.path("bindings").isEmpty()) {
                throw new BootstrapFailure("The scope " + name + " of " + project.title()
                        + " is bound to no role: WSO2 would grant it to every user. Nothing was changed.");
            }
        }
    }

    private static ApiProject read(Path project) throws IOException {
        var files = new HashMap<String, byte[]>();
        try (Stream<Path> all = Files.walk(project)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(project.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return new ApiProject(
                project.getFileName().toString(), files, document(project.resolve(ApiProject.DESCRIPTION)));
    }

    private static List<Path> filesOf(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new BootstrapFailure("The folder " + folder + " cannot be read. " + EXPORT, unreadable);
        }
    }

    /** Reads YAML, of which JSON is a part. */
    private static ObjectNode document(Path file) {
        try {
            if (Documents.YAML.readTree(file.toFile()) instanceof ObjectNode document) {
                return document;
            }
            throw new BootstrapFailure("The file " + file + " is no document with members. " + EXPORT);
        } catch (IOException malformed) {
            throw new BootstrapFailure("The file " + file + " cannot be read: " + malformed.getMessage(), malformed);
        }
    }
}
