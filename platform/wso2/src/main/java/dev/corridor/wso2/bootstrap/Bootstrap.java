package dev.corridor.wso2.bootstrap;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.Scope;
import dev.corridor.wso2.bootstrap.project.ProjectFolder;
import dev.corridor.wso2.bootstrap.rest.BootstrapFailure;
import dev.corridor.wso2.bootstrap.rest.Http;
import dev.corridor.wso2.bootstrap.rest.Login;
import dev.corridor.wso2.bootstrap.rest.RestApi;
import dev.corridor.wso2.bootstrap.rest.RestApi.Credentials;

/**
 * Bootstrap of WSO2 API Manager: waits for it, publishes Corridor's APIs, and creates the clients of the services, the demo users and
 * the demo application. Each step compares first, so a repeat changes only what differs, and a run that was interrupted goes on.
 */
public final class Bootstrap {
    private static final String PUBLISHER_SCOPES =
            "apim:api_view apim:api_create apim:api_manage apim:api_publish apim:api_import_export apim:shared_scope_manage";
    private static final String ADMIN_SCOPES = "apim:admin apim:tier_view apim:tier_manage";
    private static final String PORTAL_SCOPES = "apim:subscribe apim:app_manage apim:sub_manage";

    private final BootstrapSettings settings;
    private final Report report;
    private final Http http;
    private final Login login;

    public Bootstrap(BootstrapSettings settings, Report report) {
        this.settings = settings;
        this.report = report;
        this.http = new Http(settings.addresses().trustedCertificates(), settings.patience());
        this.login = new Login(http, settings.addresses().manager());
    }

    /** Reads its configuration from the environment, and prints a token of the demo user as its last line. */
    public static void main(String[] arguments) {
        System.exit(run(Settings.of(System.getenv())));
    }

    /** @return the exit code */
    public static int run(Settings environment) {
        try {
            var report = new Report(System.err::println);
            String token = new Bootstrap(BootstrapSettings.from(environment), report).run();
            System.out.println(token);
            return 0;
        } catch (BootstrapFailure | InvalidSetting failure) {
            System.err.println("corridor: " + failure.getMessage());
            return 1;
        }
    }

    /**
     * @return a token of the demo user Ada, for the demo application
     * @throws BootstrapFailure that tells an operator what to do
     */
    public String run() {
        // The files are read before anything is changed.
        var folder = new ProjectFolder(settings.projects());
        var projects = folder.projects();
        var policies = folder.policies();

        var client = new ManagerStart(http, settings, report).client();
        var admin = session(client, ADMIN_SCOPES);
        var publisher = session(client, PUBLISHER_SCOPES);

        report.say("Throttling policies");
        new ThrottlingPolicies(admin, report).apply(policies);
        report.say("APIs");
        new SharedScopes(publisher, report).apply(projects);
        var gateway = new GatewayProbe(http, settings);
        var apis = new ApiPublication(publisher, gateway, http, settings.patience(), report).apply(projects);
        report.say("Clients of the services");
        new ServiceAccounts(http, settings, login, report).apply(settings.serviceAccounts());
        report.say("Demo users and their application");
        new DemoSignUp(http, settings, login, client, report).apply(DemoUser.ALL);
        var application = new DemoApplication(developer(client), report).apply(apis);
        settings.addresses().profile().ifPresent(address -> new DemoProfiles(
                        http, settings, login, operator(client), report)
                .apply(address, application, DemoUser.ALL));

        report.say("WSO2 is ready: " + report.totals() + ". A token of " + DemoUser.ADA.username() + ":");
        return userToken(application);
    }

    private RestApi session(Login.Client client, String scope) {
        var admin = settings.admin();
        return session(client, admin.username(), admin.password(), scope);
    }

    private RestApi developer(Login.Client client) {
        return session(client, DemoUser.ADA.username(), settings.demoPassword(), PORTAL_SCOPES);
    }

    private RestApi operator(Login.Client client) {
        return session(client, Scope.PROFILE_ADMIN.value() + " " + Scope.PROFILE_VERIFY.value());
    }

    private RestApi session(Login.Client client, String username, Secret password, String scope) {
        return new RestApi(
                http, settings.addresses().manager(), login, new Credentials(client, username, password, scope));
    }

    private String userToken(Login.Client application) {
        return login.withPassword(
                        application,
                        DemoUser.ADA.username(),
                        settings.demoPassword(),
                        String.join(" ", Scope.ofUsers()))
                .require("give " + DemoUser.ADA.username() + " a token")
                .json()
                .path("access_token")
                .asText();
    }
}
