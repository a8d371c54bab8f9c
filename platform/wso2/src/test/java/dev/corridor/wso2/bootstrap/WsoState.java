package dev.corridor.wso2.bootstrap;

import dev.corridor.wso2.bootstrap.rest.Documents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipInputStream;

/** Things that the stand-in of WSO2 keeps, and what its operations do with them. */
final class WsoState {
    static final String ISSUER = "https://localhost:9443/oauth2/token";
    private static final JsonObject NOTHING = new JsonObject();

    /** Policies by level and name; WSO2 ships some. */
    final Map<String, Map<String, JsonObject>> policies = new TreeMap<>();

    final Map<String, JsonObject> scopes = new TreeMap<>();
    final Map<String, JsonObject> apis = new TreeMap<>();
    final Map<String, JsonObject> applications = new TreeMap<>();
    final Map<String, JsonObject> keys = new TreeMap<>();
    final Map<String, JsonObject> subscriptions = new TreeMap<>();
    final Map<String, JsonObject> clients = new TreeMap<>();
    /** Passwords of users. */
    final Map<String, String> users = new TreeMap<>(Map.of("admin", "Aa1-admin"));
    /** Names of APIs whose deployment after an import is lost. */
    final Set<String> lostDeployments = new HashSet<>();
    /** How many lists an API is missing from after its import, until it is indexed. */
    int listsUntilIndexed;
    /** How many calls a token is good for. */
    int callsPerToken = Integer.MAX_VALUE;
    /** Audiences of tokens beside the client. */
    List<String> audiences = List.of("corridor");
    /** Users who have no role for WSO2's own interfaces. */
    Set<String> withoutRights = Set.of();
    /** Whether clients get JWTs. */
    boolean areTokensJwts = true;

    private final Set<String> deployed = new HashSet<>();
    private final Map<String, Integer> notIndexed = new HashMap<>();
    private final Map<String, Integer> tokenUses = new HashMap<>();
    private int ids;

    WsoState() {
        for (String level : List.of("Subscription", "Application", "Advanced", "Custom")) {
            policies.put(level, new TreeMap<>());
        }
        policies.get("Subscription")
                .put(
                        "Gold",
                        new JsonObject()
                                .put("policyId", "stock-gold")
                                .put("policyName", "Gold")
                                .put("description", "Allows 5000 requests per minute"));
    }

    record Reply(int status, JsonObject body) {}

    Reply execute(StandInCall call) {
        String id = call.id();
        return switch (call.name()) {
            case "registerBootstrapClient" ->
                ok(new JsonObject().put("clientId", "bootstrap-client").put("clientSecret", "bootstrap-secret"));
            case "token" -> token(call);
            case "registerClient" -> registerClient(call.json());
            case "getClient" -> found(clients.get(id));
            case "deleteClient" -> clients.remove(id) == null ? notFound() : new Reply(204, NOTHING);
            case "signUp" -> signUp(call.json().getJsonObject("user"));
            case "listScopes" -> page(call, scopes);
            case "createScope" -> create(scopes, "id", call.json(), "name");
            case "updateScope" -> replace(scopes, "id", id, call.json(), "name");
            case "listApis" -> listApis(call);
            case "getApi" -> found(byId(apis, "id", id));
            case "importApi" -> importApi(call);
            case "changeLifecycle" -> changeLifecycle(call);
            case "listRevisions" -> list(byId(apis, "id", id).getJsonArray("revisions"));
            case "createRevision" -> createRevision(id);
            case "deployRevision" -> deploy(id, call.jsonArray());
            case "listApplications" -> page(call, applications);
            case "createApplication" -> createApplication(call.json());
            case "getApplication" -> found(byId(applications, "applicationId", id));
            case "updateApplication" -> replace(applications, "applicationId", id, call.json(), "name");
            case "listKeys" -> list(keys.containsKey(id) ? new JsonArray().add(keys.get(id)) : new JsonArray());
            case "generateKeys" -> generateKeys(id, call.json());
            case "listSubscriptions" -> page(call, subscriptions);
            case "createSubscription" -> subscribe(call.json());
            default -> policy(call.name(), id, call);
        };
    }

    boolean isDeployed(String path) {
        return apis.values().stream()
                .filter(api -> deployed.contains(api.getString("id")))
                .anyMatch(api -> path.startsWith(api.getString("context") + "/" + api.getString("version")));
    }

    boolean mayUse(String token, List<String> scopesOfOperation) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        var granted = Arrays.asList(new JsonObject(claims).getString("scope").split(" "));
        return tokenUses.merge(token, 1, Integer::sum) <= callsPerToken
                && scopesOfOperation.stream().anyMatch(granted::contains);
    }

    /** What a run leaves, without the ids that WSO2 has chosen. */
    Map<String, Object> content() {
        var content = new LinkedHashMap<String, Object>();
        policies.forEach((level, all) -> content.put(level, withoutIds(all.values())));
        content.put("scopes", withoutIds(scopes.values()));
        content.put("apis", withoutIds(apis.values()));
        content.put("deployed", deployed.size());
        content.put("applications", withoutIds(applications.values()));
        content.put("keys", keys.size());
        content.put("subscriptions", withoutIds(subscriptions.values()));
        content.put("clients", withoutIds(clients.values()));
        content.put("users", users.keySet());
        return content;
    }

    private static List<String> withoutIds(java.util.Collection<JsonObject> documents) {
        return documents.stream()
                .map(document -> {
                    var copy = document.copy();
                    List.of("id", "policyId", "applicationId", "apiId", "subscriptionId", "revisions")
                            .forEach(copy::remove);
                    return copy.encode();
                })
                .sorted()
                .toList();
    }

    private Reply token(StandInCall call) {
        String client = new String(
                        Base64.getDecoder()
                                .decode(call.request()
                                        .getHeader("authorization")
                                        .substring(6)),
                        StandardCharsets.UTF_8)
                .split(":")[0];
        String user = call.field("username");
        if (!Set.of("password", "client_credentials").contains(String.valueOf(call.field("grant_type")))) {
            return new Reply(400, new JsonObject().put("error", "unsupported_grant_type"));
        }
        if (call.field("grant_type").equals("password")
                && !call.field("password").equals(users.get(user))) {
            return new Reply(400, new JsonObject().put("error", "invalid_grant"));
        }
        boolean isOperator = user == null || user.equals("admin");
        var granted = new ArrayList<String>();
        for (String scope : call.field("scope").split(" ")) {
            var known = scopes.get(scope);
            boolean isBound = known != null
                    && !known.getJsonArray("bindings", new JsonArray()).isEmpty();
            if ((scope.startsWith("apim:") && !withoutRights.contains(user))
                    || (known != null && (isOperator || !isBound))) {
                granted.add(scope);
            }
        }
        var claims = new JsonObject()
                .put("iss", ISSUER)
                .put("sub", user == null ? client : idOf(user))
                .put("aud", new JsonArray().add(client).addAll(new JsonArray(new ArrayList<>(audiences))))
                .put("scope", String.join(" ", granted))
                .put("jti", ++ids);
        String token = areTokensJwts
                ? "e30."
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(claims.encode().getBytes(StandardCharsets.UTF_8))
                        + ".c2ln"
                : "opaque-" + ids;
        return ok(new JsonObject()
                .put("access_token", token)
                .put("expires_in", 900)
                .put("scope", String.join(" ", granted)));
    }

    static String idOf(String user) {
        return UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private Reply registerClient(JsonObject wanted) {
        String id = wanted.getString("ext_param_client_id");
        if (clients.containsKey(id)) {
            return new Reply(409, new JsonObject().put("error_description", "exists"));
        }
        clients.put(
                id,
                new JsonObject()
                        .put("client_id", id)
                        .put("client_secret", wanted.getString("ext_param_client_secret"))
                        .put("grant_types", wanted.getJsonArray("grant_types")));
        return new Reply(201, clients.get(id));
    }

    private Reply signUp(JsonObject user) {
        return users.putIfAbsent(user.getString("username"), user.getString("password")) == null
                ? new Reply(201, NOTHING)
                : new Reply(409, new JsonObject().put("description", "The user exists."));
    }

    private Reply policy(String operation, String id, StandInCall call) {
        String level = operation.replaceAll("^(list|create|update)|(Policies|Policy)$", "");
        var known = policies.get(level);
        if (operation.startsWith("list")) {
            return list(new JsonArray(new ArrayList<>(known.values())));
        }
        return operation.startsWith("create")
                ? create(known, "policyId", call.json(), "policyName")
                : replace(known, "policyId", id, call.json(), "policyName");
    }

    private Reply listApis(StandInCall call) {
        var visible = new TreeMap<>(apis);
        notIndexed.entrySet().removeIf(entry -> entry.getValue() <= 0);
        notIndexed.replaceAll((key, left) -> {
            visible.remove(key);
            return left - 1;
        });
        return page(call, visible);
    }

    /** Imports as WSO2: by name and version; publishes; creates a revision and deploys it. */
    private Reply importApi(StandInCall call) {
        var data = described(call.file()).getJsonObject("data");
        String key = data.getString("name") + " " + data.getString("version");
        for (Object entry : data.getJsonArray("scopes", new JsonArray())) {
            if (!scopes.containsKey(((JsonObject) entry).getJsonObject("scope").getString("name"))) {
                return new Reply(409, new JsonObject().put("description", "The scope is not shared."));
            }
        }
        var api = apis.computeIfAbsent(key, created -> {
            notIndexed.put(key, listsUntilIndexed);
            return new JsonObject().put("id", "api-" + ++ids).put("lifeCycleStatus", "CREATED");
        });
        boolean isOverwritten = api.containsKey("name");
        if (isOverwritten && !"true".equals(call.request().getParam("overwrite"))) {
            return new Reply(409, new JsonObject().put("description", "The API exists."));
        }
        String status = api.getString("lifeCycleStatus");
        api.mergeIn(data, true).put("lifeCycleStatus", status);
        revisions(api).add(revision());
        if (lostDeployments.remove(data.getString("name"))) {
            deployed.remove(api.getString("id"));
        } else {
            deployed.add(api.getString("id"));
        }
        return ok(new JsonObject().put("message", "API imported successfully."));
    }

    private Reply changeLifecycle(StandInCall call) {
        var api = byId(apis, "id", call.request().getParam("apiId"));
        String next = Map.of(
                        "CREATED Publish", "PUBLISHED",
                        "PUBLISHED Deprecate", "DEPRECATED")
                .get(api.getString("lifeCycleStatus") + " " + call.request().getParam("action"));
        if (next == null) {
            return new Reply(409, new JsonObject().put("description", "There is no such transition."));
        }
        api.put("lifeCycleStatus", next);
        return ok(new JsonObject().put("workflowStatus", "APPROVED"));
    }

    private Reply createRevision(String apiId) {
        var revision = revision();
        revisions(byId(apis, "id", apiId)).add(revision);
        return new Reply(201, revision);
    }

    private Reply deploy(String apiId, JsonArray environments) {
        var environment = environments.getJsonObject(0);
        boolean isKnown = revisions(byId(apis, "id", apiId)).stream()
                .anyMatch(revision ->
                        ((JsonObject) revision).getString("id").equals(environment.getString("revisionUuid")));
        if (!isKnown || !"Default".equals(environment.getString("name"))) {
            return new Reply(400, new JsonObject().put("description", "There is no such revision or environment."));
        }
        deployed.add(apiId);
        return ok(NOTHING);
    }

    private Reply createApplication(JsonObject wanted) {
        return applications.containsKey(wanted.getString("name"))
                ? new Reply(409, new JsonObject().put("description", "The application exists."))
                : create(applications, "applicationId", wanted.put("status", "APPROVED"), "name");
    }

    private Reply generateKeys(String id, JsonObject wanted) {
        var key = new JsonObject()
                .put("keyMappingId", "mapping-" + ++ids)
                .put("keyType", wanted.getString("keyType"))
                .put("consumerKey", "key-" + ids)
                .put("consumerSecret", "secret-" + ids);
        return keys.putIfAbsent(id, key) == null ? ok(key) : new Reply(409, NOTHING);
    }

    private Reply subscribe(JsonObject wanted) {
        var api = byId(apis, "id", wanted.getString("apiId"));
        if (!api.getJsonArray("policies").contains(wanted.getString("throttlingPolicy"))
                || !api.getString("lifeCycleStatus").equals("PUBLISHED")) {
            return new Reply(400, new JsonObject().put("description", "The plan or the state does not permit it."));
        }
        String key = wanted.getString("applicationId") + " " + api.getString("name") + " " + api.getString("version");
        subscriptions.put(key, wanted.put("status", "UNBLOCKED"));
        return new Reply(201, wanted);
    }

    private Reply create(Map<String, JsonObject> all, String idMember, JsonObject wanted, String nameMember) {
        String name = wanted.getString(nameMember);
        if (all.containsKey(name)) {
            return new Reply(409, new JsonObject().put("description", name + " exists."));
        }
        all.put(name, wanted.put(idMember, idMember + "-" + ++ids));
        return new Reply(201, wanted);
    }

    private static Reply replace(
            Map<String, JsonObject> all, String idMember, String id, JsonObject wanted, String nameMember) {
        if (all.values().stream().noneMatch(each -> id.equals(each.getString(idMember)))) {
            return notFound();
        }
        all.put(wanted.getString(nameMember), wanted.put(idMember, id));
        return ok(wanted);
    }

    private JsonObject revision() {
        return new JsonObject().put("id", "revision-" + ++ids).put("createdTime", String.format("%08d", ids));
    }

    private static JsonArray revisions(JsonObject api) {
        if (!api.containsKey("revisions")) {
            api.put("revisions", new JsonArray());
        }
        return api.getJsonArray("revisions");
    }

    private static JsonObject byId(Map<String, JsonObject> all, String member, String id) {
        return all.values().stream()
                .filter(each -> id.equals(each.getString(member)))
                .findFirst()
                .orElse(null);
    }

    private static Reply page(StandInCall call, Map<String, JsonObject> all) {
        int offset = Integer.parseInt(call.request().getParam("offset", "0"));
        int limit = Integer.parseInt(call.request().getParam("limit", "25"));
        var items = new ArrayList<>(all.values());
        var page = items.subList(Math.min(offset, items.size()), Math.min(offset + limit, items.size()));
        return ok(new JsonObject()
                .put("list", new JsonArray(new ArrayList<>(page)))
                .put("pagination", new JsonObject().put("total", items.size())));
    }

    private static JsonObject described(byte[] archive) {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith("/api.yaml")) {
                    return new JsonObject(
                            Documents.YAML.readTree(zip.readAllBytes()).toString());
                }
            }
            throw new AssertionError("the archive has no api.yaml");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Reply list(JsonArray items) {
        return ok(new JsonObject().put("count", items.size()).put("list", items));
    }

    private static Reply ok(JsonObject body) {
        return new Reply(200, body);
    }

    private static Reply found(JsonObject document) {
        return document == null ? notFound() : ok(document);
    }

    private static Reply notFound() {
        return new Reply(404, new JsonObject().put("description", "There is no such thing."));
    }
}
