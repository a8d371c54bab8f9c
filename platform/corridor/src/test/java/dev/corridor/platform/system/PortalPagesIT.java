package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** The portal's pages that need no sign-in, in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalPagesIT {
    private Browser browser;

    @BeforeAll
    void open() {
        browser = new Browser(
                "https://localhost:" + RunningPlatform.shared().ports().edgeConsole());
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/portal/",
                "/portal/reference?name=Payment&version=1.0.0",
                "/portal/reference?name=ForexStream&version=1.0.0",
                "/portal/reference?name=GraphQL&version=1.0.0",
                "/portal/reference?name=ProfileGrpc&version=1.0.0",
                "/portal/plans",
                "/portal/applications",
                "/portal/usage",
                "/portal/analytics",
                "/portal/sign-up",
                "/portal/guides",
                "/portal/guides/app-developer",
                "/portal/guides/operator",
                "/portal/guides/glossary",
                "/portal/changelog"
            })
    void a_page_is_accessible_and_works_in_light_and_dark_and_on_a_phone(String path) {
        String name = path.replaceAll("[^A-Za-z]+", "-");
        for (boolean isDark : new boolean[] {false, true}) {
            browser.dark(isDark);
            browser.desktop();
            browser.open(path);
            browser.awaitContent();
            browser.picture(name + (isDark ? "-dark" : "-light"));
            assertThat(browser.accessibilityFaults()).isEmpty();
        }
        browser.phone();
        browser.picture(name + "-phone");
        browser.assertFitsWidth();
        browser.desktop();
        assertThat(browser.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Payment, Capture a hold",
        "ForexStream, subscribe",
        "GraphQL, Query",
        "ProfileGrpc, GetUser",
    })
    void a_reference_shows_what_the_contract_has(String api, String words) {
        browser.open("/portal/reference?name=" + api + "&version=1.0.0");
        browser.awaitText(words);
    }

    @Test
    void an_operation_opens_and_shows_its_parameters_and_responses() {
        browser.open("/portal/reference?name=Payment&version=1.0.0");
        browser.awaitContent();
        browser.find(By.cssSelector("details.operation summary")).click();
        browser.awaitText("Responses");
        browser.awaitText("Try it");
        browser.picture("operation");
        assertThat(browser.accessibilityFaults()).isEmpty();
    }

    @Test
    void graphiql_runs_under_the_content_security_policy() {
        browser.open("/portal/graphiql");
        browser.find(By.cssSelector(".graphiql-container .CodeMirror"));
        browser.picture("graphiql");
        assertThat(browser.errors())
                .filteredOn(error -> error.contains("Content Security Policy"))
                .isEmpty();
    }

    @Test
    void a_stream_is_tried_in_the_page() {
        browser.open("/portal/reference?name=ForexStream&version=1.0.0");
        browser.button("Open and send").click();
        browser.awaitText("Open: ");
        browser.awaitText("← ");
    }

    @Test
    void the_page_without_the_portal_is_still_there() {
        browser.open("/");
        assertThat(browser.run("return document.body.innerText").toString())
                .contains("The local edge serves these APIs");
    }
}
