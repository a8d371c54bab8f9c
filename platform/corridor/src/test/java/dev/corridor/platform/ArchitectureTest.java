package dev.corridor.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** Dependencies point one way: protos, service-kit, the services, the platform. */
@AnalyzeClasses(packages = "dev.corridor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] SERVICES = {"profile", "ledger", "forex", "payment", "gateway"};
    private static final String KIT = "dev.corridor.kit..";
    private static final String EMBEDDED = "dev.corridor.embedded..";
    private static final String PLATFORM = "dev.corridor.platform..";
    private static final String[] PROTOS = {
        "dev.corridor.money.v1..",
        "dev.corridor.profile.v1..",
        "dev.corridor.ledger.v1..",
        "dev.corridor.forex.v1..",
        "dev.corridor.payment.v1.."
    };

    @ArchTest
    static void services_meet_only_in_the_protos(JavaClasses all) {
        for (var service : SERVICES) {
            for (var other : SERVICES) {
                if (!service.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("dev.corridor." + service + "..")
                            .and()
                            .resideOutsideOfPackages(PROTOS)
                            .should()
                            .dependOnClassesThat(DescribedPredicate.describe(
                                    "belong to the " + other + " service",
                                    used -> used.getPackageName().startsWith("dev.corridor." + other)
                                            && !used.getPackageName().startsWith("dev.corridor." + other + ".v1")))
                            .allowEmptyShould(true)
                            .check(all);
                }
            }
        }
    }

    @ArchTest
    static void protos_know_nothing_of_ours(JavaClasses all) {
        noClasses()
                .that()
                .resideInAnyPackage(PROTOS)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are not protos",
                        used -> used.getPackageName().startsWith("dev.corridor.")
                                && !used.getPackageName().matches("dev\\.corridor\\.[a-z]+\\.v1.*")))
                .check(all);
    }

    @ArchTest
    static void the_kit_knows_no_service(JavaClasses all) {
        noClasses()
                .that()
                .resideInAPackage(KIT)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are above the kit",
                        used -> used.getPackageName()
                                        .matches("dev\\.corridor\\.(profile|ledger|forex|payment|gateway)(?!\\.v1).*")
                                || used.getPackageName().startsWith("dev.corridor.platform")
                                || used.getPackageName().startsWith("dev.corridor.embedded")))
                .check(all);
    }

    @ArchTest
    static void services_know_neither_the_platform_nor_the_embedded_servers(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackages(PLATFORM, EMBEDDED, "dev.corridor.benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PLATFORM, EMBEDDED)
                .check(all);
    }

    @ArchTest
    static void domains_do_no_input_or_output(JavaClasses all) {
        noClasses()
                .that()
                .resideInAPackage("dev.corridor.*.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "java.sql..", "javax.sql..", "java.net.http..", "java.nio.file..")
                .check(all);
    }

    @ArchTest
    static void embedded_servers_know_no_vertx(JavaClasses all) {
        noClasses()
                .that()
                .resideInAPackage(EMBEDDED)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(all);
    }

    @ArchTest
    static void packages_of_a_service_form_no_cycle(JavaClasses all) {
        slices().matching("dev.corridor.(*).(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(all);
    }

    @ArchTest
    static void names_say_what_a_thing_is(JavaClasses all) {
        classes()
                .that()
                .resideOutsideOfPackages(PROTOS)
                .should()
                .haveNameNotMatching(".*(Impl|Util|Utils|Helper|Manager|Common|Misc)$")
                .check(all);
    }
}
